import { Worker } from "node:worker_threads";
import { GengaError } from "#lib/core/errors.ts";
import type { DraftReply, DraftRequest } from "./draft/draft-messages.ts";
import { NEAR_SEARCH, WIDE_SEARCH, type MotionSearch } from "./draft/motion-search.ts";
import { mediaScript } from "./media-script.ts";
import type { RawFrame } from "./raw-frame.ts";

export type Draft = {
  /** Exactly as many as were asked for; the first is `from` itself, `to` is not among them. */
  readonly frames: AsyncIterable<RawFrame>;
  /** Known once the first frame has come: what had to be dissolved, for the person. */
  readonly notes: () => readonly string[];
};

/** Frames that the thread may be ahead of the reader: it draws while the encoder encodes, and memory stays flat. */
const AHEAD_FRAMES = 6;
/** The thread is given back after this long without work: OpenCV takes 100 MB. */
const IDLE_MS = 30_000;

let worker: Worker | null = null;
let nextId = 0;
let turn: Promise<void> = Promise.resolve();
let idleTimer: NodeJS.Timeout | null = null;

/**
 * Draws what lies between two drawings of one size, with no model: motions matched between them, carried through time,
 * dissolved only where no motion could be trusted. The same drawings, frames and seed give the same bytes.
 *
 * One thread draws for the whole process, one segment after another; OpenCV is not safe for two at once.
 * @throws GengaError while the frames are read: `cancelled`; `invalid` when the sizes differ; `internal`
 */
export function drawDraft(options: {
  from: RawFrame;
  to: RawFrame;
  frames: number;
  seed: number;
  onProgress?: ((fraction: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}): Draft {
  let notes: readonly string[] = [];
  const { frames } = options;
  const progress = Array.from({ length: frames }, (_, index) => index / frames);
  const work = { ...options, progress, search: WIDE_SEARCH };
  return {
    notes: () => notes,
    frames: inTurn(() =>
      draw(work, (found) => {
        notes = found;
      }),
    ),
  };
}

/**
 * Draws what lies between two neighbouring drawings of one sequence, by the same means as a draft, but looking no
 * further and in less detail than their nearness asks for.
 * @param options.progress where each frame lies between them, 0..1 and rising
 * @throws GengaError while the frames are read, as `drawDraft`
 */
export function drawBetween(options: {
  from: RawFrame;
  to: RawFrame;
  progress: readonly number[];
  signal?: AbortSignal | undefined;
}): AsyncIterable<RawFrame> {
  return inTurn(() => draw({ ...options, seed: 0, search: NEAR_SEARCH }, () => undefined));
}

/** Ends the thread; for tests and for a clean end of a program. */
export async function closeDraftThread(): Promise<void> {
  if (idleTimer) clearTimeout(idleTimer);
  const ending = worker;
  worker = null;
  await ending?.terminate();
}

async function* inTurn(work: () => AsyncGenerator<RawFrame>): AsyncGenerator<RawFrame> {
  const before = turn;
  let release: () => void = () => undefined;
  turn = new Promise<void>((resolve) => {
    release = resolve;
  });
  try {
    await before;
    if (idleTimer) clearTimeout(idleTimer);
    yield* work();
  } finally {
    idleTimer = setTimeout(() => void closeDraftThread(), IDLE_MS).unref();
    release();
  }
}

async function* draw(
  options: {
    from: RawFrame;
    to: RawFrame;
    progress: readonly number[];
    seed: number;
    search: MotionSearch;
    onProgress?: ((fraction: number) => void) | undefined;
    signal?: AbortSignal | undefined;
  },
  onNotes: (notes: readonly string[]) => void,
): AsyncGenerator<RawFrame> {
  const { from, to, progress, seed, search, signal, onProgress } = options;
  if (from.width !== to.width || from.height !== to.height) {
    throw new GengaError("invalid", "Two drawings of different sizes can't be drafted between.");
  }
  if (signal?.aborted) throw cancelled();
  const thread = (worker ??= startThread());
  const id = nextId++;
  const inbox = makeInbox(thread, id);
  const onAbort = () => inbox.fail(cancelled());
  signal?.addEventListener("abort", onAbort, { once: true });
  thread.ref();
  let drawn = 0;
  let isOver = false;
  try {
    send(thread, { kind: "draw", job: { id, from, to, progress, seed, search } });
    send(thread, { kind: "more", id, frames: AHEAD_FRAMES });
    for (;;) {
      const reply = await inbox.next();
      if (reply.kind === "found") onNotes(reply.notes);
      if (reply.kind === "frame") {
        drawn += 1;
        onProgress?.(drawn / progress.length);
        yield reply.frame;
        send(thread, { kind: "more", id, frames: 1 });
      }
      if (reply.kind === "failed")
        throw new GengaError("internal", "The draft could not be drawn. Try it again.", {
          log: reply.log,
        });
      if (reply.kind === "end") {
        isOver = true;
        return;
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    inbox.close();
    // A job left midway is stopped at its next frame, before the next job is sent.
    if (!isOver && worker === thread) await stopJob(thread, id);
    thread.unref();
  }
}

function startThread(): Worker {
  const thread = new Worker(mediaScript("draft/draft-thread.ts"), { execArgv: [], env: {} });
  thread.setMaxListeners(32);
  thread.unref();
  thread.on("exit", () => {
    if (worker === thread) worker = null;
  });
  return thread;
}

async function stopJob(thread: Worker, id: number): Promise<void> {
  const inbox = makeInbox(thread, id);
  send(thread, { kind: "stop", id });
  try {
    for (;;) {
      const reply = await inbox.next();
      if (reply.kind === "end" || reply.kind === "failed") return;
    }
  } catch {
    // The thread is gone, and the job with it.
  } finally {
    inbox.close();
  }
}

function makeInbox(thread: Worker, id: number) {
  const replies: DraftReply[] = [];
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  const onMessage = (reply: DraftReply) => {
    if (reply.id !== id) return;
    replies.push(reply);
    wake();
  };
  const onExit = () =>
    fail(new GengaError("internal", "The draft could not be drawn. Try it again."));
  thread.on("message", onMessage);
  thread.on("exit", onExit);
  thread.on("error", fail);
  return {
    fail,
    async next(): Promise<DraftReply> {
      for (;;) {
        if (failure) throw failure;
        const reply = replies.shift();
        if (reply) return reply;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close() {
      thread.off("message", onMessage);
      thread.off("exit", onExit);
      thread.off("error", fail);
    },
  };
}

function send(thread: Worker, request: DraftRequest): void {
  thread.postMessage(request);
}

function cancelled(): GengaError {
  return new GengaError("cancelled", "The work was cancelled.");
}
