import { ease, type Easing } from "#lib/core/easing.ts";

/** `closed`: the last frame is the second keyframe. `half-open`: the last frame comes before it. */
export type Span = "closed" | "half-open";

/**
 * Which frame of an original is shown at each frame of the clip, holding each drawing (as animators expose on twos
 * and threes) and never blending. Rises and stays within `0 … originalFrames − 1`.
 *
 * A closed original with fewer drawings than frames is exposed evenly, its last drawing too: 16 on 48 is threes.
 * One with more is sampled on its own time, where frame `m − 1` lies at the clip's end and so is never shown.
 */
export function heldTimeMap(options: {
  originalFrames: number;
  span: Span;
  durationFrames: number;
  easing: Easing;
}): number[] {
  const { originalFrames, span, durationFrames, easing } = options;
  const isSampled = span === "closed" && originalFrames > durationFrames;
  const spaces = isSampled ? originalFrames - 1 : originalFrames;
  return Array.from({ length: durationFrames }, (_, frame) => {
    // The allowance undoes the rounding of a product that should be whole, such as 1/3 × 3.
    const position = ease(easing, frame / durationFrames) * spaces + 1e-9;
    return Math.min(originalFrames - 1, Math.floor(position));
  });
}
