import { parentPort } from "node:worker_threads";
import type { RawFrame } from "../raw-frame.ts";
import type { DraftJob, DraftReply, DraftRequest } from "./draft-messages.ts";
import { findMotion, type FoundMotion } from "./find-motion.ts";
import { loadOpenCv } from "./load-opencv.ts";
import { createRenderer } from "./render-between.ts";
import { shrinkToWorkingSize } from "./shrink.ts";

const { cv } = await loadOpenCv();

let allowed = 0;
let stopped = -1;
let wake: () => void = () => undefined;

parentPort?.on("message", (request: DraftRequest) => {
  if (request.kind === "more") allowed += request.frames;
  if (request.kind === "stop") stopped = request.id;
  wake();
  if (request.kind !== "draw") return;
  const { id } = request.job;
  draw(request.job).then(
    () => say({ kind: "end", id }),
    (error: unknown) => say({ kind: "failed", id, log: String(error) }),
  );
});

async function draw(job: DraftJob): Promise<void> {
  allowed = 0;
  const { id, from, to, seed, search } = job;
  const found = findMotion(cv, {
    from: shrinkToWorkingSize(from, search.sidePx),
    to: shrinkToWorkingSize(to, search.sidePx),
    seed,
    search,
  });
  say({ kind: "found", id, notes: notesOn(found) });
  const render = createRenderer({ from, to, motion: found.motion });
  for (const progress of job.progress) {
    while (allowed <= 0 && stopped !== id) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (stopped === id) return;
    allowed -= 1;
    const frame: RawFrame =
      progress === 0 ? { ...from, data: from.data.slice() } : render(progress);
    say({ kind: "frame", id, frame }, [frame.data.buffer as ArrayBuffer]);
    // Lets a stop or an allowance in.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function notesOn({ untrustedShare }: FoundMotion): string[] {
  const percent = Math.round(untrustedShare * 100);
  if (percent < 3) return [];
  const why =
    percent > 60
      ? "the two drawings have too little in common"
      : "the motion is too large to follow";
  return [`${percent} % dissolved: ${why} there.`];
}

function say(reply: DraftReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}
