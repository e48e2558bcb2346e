import type { FrameRate } from "#lib/core/frame-rate.ts";
import { decodeClip } from "./decode-clip.ts";
import { decodeOriginal } from "./decode-original.ts";
import { encodeClip } from "./encode-clip.ts";
import { fitToFrame } from "./fit-to-frame.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex, type ClipIndex } from "./read-clip-index.ts";

/**
 * Encodes the first frames of a clip again in the film's own shape. Frames are kept one for one: a clip of another
 * rate is not retimed, because its number of frames is what the schedule counts on.
 * @param options.index null when the file is not of our making: it is decoded in a process of its own
 */
export async function matchHouse(options: {
  part: { readonly path: string; readonly frames: number };
  index: ClipIndex | null;
  width: number;
  height: number;
  frameRate: FrameRate;
  outputPath: string;
  signal?: AbortSignal | undefined;
}): Promise<ClipIndex> {
  const { part, index, width, height, frameRate, outputPath, signal } = options;
  async function* frames(): AsyncGenerator<RawFrame> {
    let given = 0;
    for await (const picture of index
      ? decodeClip(part.path)
      : decodeOriginal(part.path, { signal })) {
      if (given++ >= part.frames) return;
      yield fitToFrame({
        picture,
        frame: { width, height },
        fit: { policy: "contain", color: "#000000" },
      });
    }
  }
  await encodeClip({
    frames: frames(),
    frameCount: part.frames,
    width,
    height,
    frameRate,
    outputPath,
    signal,
  });
  return readClipIndex(outputPath);
}
