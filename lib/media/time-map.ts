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

/** A moment between two neighbours of a row of drawings. */
export type Between = {
  /** Place of the earlier one. */
  readonly from: number;
  /** 0..1 of the way to the next one, which is not reached. */
  readonly progress: number;
};

/**
 * How many steps lie between the two keyframes when an original's drawings are the stations on the way: the last
 * drawing of a closed original is the second keyframe, that of a half-open one comes a step before it.
 */
export function stepsOf(options: { originalFrames: number; span: Span }): number {
  const { originalFrames, span } = options;
  return span === "closed" ? Math.max(1, originalFrames - 1) : originalFrames;
}

/**
 * Where between the drawings each frame of a smoothed clip lies. Begins at the first keyframe, never runs backwards, and
 * comes towards the second keyframe without reaching it, since what follows shows that.
 */
export function smoothedTimeMap(options: {
  originalFrames: number;
  span: Span;
  durationFrames: number;
  easing: Easing;
}): Between[] {
  const { durationFrames, easing } = options;
  const steps = stepsOf(options);
  return Array.from({ length: durationFrames }, (_, frame) => {
    const position = ease(easing, frame / durationFrames) * steps;
    const nearest = Math.round(position);
    // Undoes the rounding of a product that should be whole: a drawing that is there is shown, not drawn again.
    if (Math.abs(position - nearest) < 1e-9 && nearest < steps)
      return { from: nearest, progress: 0 };
    const from = Math.min(steps - 1, Math.floor(position));
    return { from, progress: position - from };
  });
}
