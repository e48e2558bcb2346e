import type { FrameRate } from "#lib/core/frame-rate.ts";
import { framesPerSecond } from "#lib/core/frame-rate.ts";

/** How the ruler is divided: a label at every `labelFrames`, a short line at every `tickFrames`. */
export type RulerStep = { readonly labelFrames: number; readonly tickFrames: number };

/** Whole seconds, minutes and hours that read well. */
const SECOND_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18_000, 36_000,
];

const HOUR = 3600;

/**
 * The finest division whose labels keep `minLabelPx` apart. Below a second it divides by whole frames that the base
 * rate holds evenly (24 → 1, 2, 3, 4, 6, 8, 12), so that labels fall on the second again and again.
 */
export function rulerStep(options: {
  pxPerFrame: number;
  rate: FrameRate;
  minLabelPx: number;
}): RulerStep {
  const { pxPerFrame, minLabelPx } = options;
  const base = Math.max(1, Math.round(framesPerSecond(options.rate)));
  const candidates = [...divisorsOf(base), ...SECOND_STEPS.slice(1).map((s) => s * base)];
  const labelFrames =
    candidates.find((frames) => frames * pxPerFrame >= minLabelPx) ??
    Math.ceil(minLabelPx / pxPerFrame / (HOUR * base)) * HOUR * base;
  const tickFrames =
    candidates.find((frames) => frames * pxPerFrame >= 8 && labelFrames % frames === 0) ??
    labelFrames;
  return { labelFrames, tickFrames };
}

function divisorsOf(base: number): number[] {
  const divisors: number[] = [];
  for (let n = 1; n <= base; n += 1) if (base % n === 0) divisors.push(n);
  return divisors;
}
