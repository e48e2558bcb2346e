import { decodeClipPlanes } from "./decode-clip.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex } from "./read-clip-index.ts";
import { i420ToRgb } from "./yuv.ts";

/** Only these frames of one of our own clips, in order; stops decoding after the last of them. */
export async function* pickFrames(
  path: string,
  wanted: readonly number[],
): AsyncGenerator<{ index: number; frame: RawFrame }> {
  const { width, height } = await readClipIndex(path);
  const left = new Set(wanted);
  let index = 0;
  for await (const planes of decodeClipPlanes(path)) {
    if (left.delete(index)) yield { index, frame: i420ToRgb({ planes, width, height }) };
    if (left.size === 0) return;
    index += 1;
  }
}
