import type { Fit, Size } from "#lib/core/fit.ts";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import { encodeClip, type Clip } from "./encode-clip.ts";
import { fitToFrame, type Picture } from "./fit-to-frame.ts";

/** The clip of a keyframe that stays still for its hold, in the house format. */
export async function makeHoldClip(options: {
  picture: Picture;
  frame: Size;
  fit: Fit;
  frameRate: FrameRate;
  frames: number;
  outputPath: string;
  signal?: AbortSignal | undefined;
}): Promise<Clip> {
  const { frame, frames, frameRate, outputPath, signal } = options;
  const still = await fitToFrame(options);
  function* repeated() {
    for (let i = 0; i < frames; i++) yield still;
  }
  return encodeClip({
    frames: repeated(),
    frameCount: frames,
    ...frame,
    frameRate,
    outputPath,
    signal,
  });
}
