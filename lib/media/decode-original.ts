import { stat } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import { ORIGINAL_LIMITS, type OriginalInfo, type OriginalRequest } from "./original-types.ts";
import type { RawFrame } from "./raw-frame.ts";
import { startIsolated, type IsolatedProcess } from "./run-isolated.ts";
import { createSpareProcess } from "./spare-process.ts";

const OPEN_MS = 15_000;
const DECODE_MS = 180_000;
/** Two decoded 4096 × 4096 frames, the decoder's own references, and Node. */
const MEMORY_MB = 1_200;

export type DecodeOptions = {
  readonly signal?: AbortSignal | undefined;
  /** How long the reading of its head may take. */
  readonly openMs?: number | undefined;
  /** How long the decoding of all of it may take; what the reader takes for itself is not counted. */
  readonly decodeMs?: number | undefined;
  /** What the whole process of the decoder may take. */
  readonly memoryMb?: number | undefined;
};

const startDecoder = (memoryMb: number) =>
  startIsolated({
    script: "original-child.ts",
    memoryMb,
    isBackground: true,
    refuse: (end, log) => refused(`${end}: ${log}`),
  });
const spare = createSpareProcess(() => startDecoder(MEMORY_MB));

/**
 * Looks at a video that came from outside, in a process of its own: decodes all of it and counts the frames.
 * @throws GengaError `original-rejected`, whose user message says why; `cancelled`
 */
export async function inspectOriginal(
  path: string,
  options: DecodeOptions = {},
): Promise<OriginalInfo> {
  const { decodeMs = DECODE_MS, signal } = options;
  const { child } = await openOriginal(path, options);
  try {
    return await ask(child, { step: "count" }, decodeMs, signal);
  } finally {
    child.kill();
    // What was looked at is decoded for its clip next, and then comes the next one.
    spare.prepare();
  }
}

/**
 * The frames of a video that came from outside, decoded in a process of its own and streamed through a pipe: memory
 * here is a frame or two, and leaving the loop early kills the process.
 * @throws GengaError as `inspectOriginal`, possibly after some frames
 */
export async function* decodeOriginal(
  path: string,
  options: DecodeOptions = {},
): AsyncGenerator<RawFrame> {
  const { decodeMs = DECODE_MS, signal } = options;
  const { child, info } = await openOriginal(path, options);
  const { width, height } = info;
  const waitFor = killAfter(child, decodeMs);
  try {
    const whole = ask(child, { step: "decode" }, null, signal);
    // An error there ends the pipe, and is thrown below; until then nobody awaits it.
    whole.catch(() => child.output.destroy());
    const frameBytes = width * height * 3;
    let data = new Uint8Array(frameBytes);
    let filled = 0;
    let frames = 0;
    const pieces = child.output[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    while (frames < info.frames) {
      const piece = await waitFor(pieces.next()).catch(
        () => ({ done: true, value: undefined }) as const,
      );
      if (piece.done) break;
      for (let at = 0; at < piece.value.length;) {
        const taken = Math.min(frameBytes - filled, piece.value.length - at);
        data.set(piece.value.subarray(at, at + taken), filled);
        at += taken;
        filled += taken;
        if (filled < frameBytes) continue;
        yield { width, height, data };
        frames += 1;
        data = new Uint8Array(frameBytes);
        filled = 0;
      }
    }
    await waitFor(whole);
    if (frames !== info.frames) throw refused(`${frames} of ${info.frames} frames came through`);
  } finally {
    child.kill();
    spare.prepare();
  }
}

async function openOriginal(
  path: string,
  { openMs = OPEN_MS, memoryMb = MEMORY_MB, signal }: DecodeOptions,
): Promise<{ child: IsolatedProcess; info: OriginalInfo }> {
  const { size } = await stat(path);
  if (size === 0) throw refused("empty file");
  if (size > ORIGINAL_LIMITS.fileBytes) throw refused(`${size} bytes`);
  const child = memoryMb === MEMORY_MB ? spare.take() : startDecoder(memoryMb);
  try {
    return { child, info: await ask(child, { step: "open", path }, openMs, signal) };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** Kills the process once it was waited for this long in all; what the reader does in between is its own time. */
function killAfter(child: IsolatedProcess, totalMs: number) {
  let leftMs = totalMs;
  return async <Result>(answer: Promise<Result>): Promise<Result> => {
    const startMs = performance.now();
    const timer = setTimeout(() => child.kill(), Math.max(0, leftMs));
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      leftMs -= performance.now() - startMs;
    }
  };
}

function ask(
  child: IsolatedProcess,
  request: OriginalRequest,
  timeoutMs: number | null,
  signal: AbortSignal | undefined,
): Promise<OriginalInfo> {
  return child.request<OriginalInfo>(request, { timeoutMs, signal });
}

function refused(log: string): GengaError {
  return new GengaError(
    "original-rejected",
    "What the backend gave can't be read as a video. Try again or use another backend.",
    { log: `original refused: ${log}` },
  );
}
