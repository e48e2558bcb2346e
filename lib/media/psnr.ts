import { GengaError } from "#lib/core/errors.ts";
import type { RawFrame } from "./raw-frame.ts";

/** Equal pictures have no finite PSNR; beyond this nobody sees or stores a difference. */
const MAX_DB = 99;

/** Peak signal-to-noise ratio of two pictures of one size over all three channels, in decibels, at most 99. */
export function psnrDb(a: RawFrame, b: RawFrame): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new GengaError("internal", "Two pictures of different sizes can't be compared.");
  }
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) {
    const difference = (a.data[i] ?? 0) - (b.data[i] ?? 0);
    sum += difference * difference;
  }
  if (sum === 0) return MAX_DB;
  const db = 10 * Math.log10((255 * 255 * a.data.length) / sum);
  return Math.min(MAX_DB, Math.round(db * 100) / 100);
}
