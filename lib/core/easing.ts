export const EASINGS = ["linear", "ease-in", "ease-out", "ease-in-out"] as const;
/** How time runs through a segment: the animator's spacing between two keys. */
export type Easing = (typeof EASINGS)[number];

/**
 * Maps progress 0..1 through a segment to progress 0..1 through its original. Cubic curves, so that the spacing
 * closes up towards a key as it does on an animator's timing chart.
 */
export function ease(easing: Easing, progress: number): number {
  const t = Math.min(1, Math.max(0, progress));
  switch (easing) {
    case "linear":
      return t;
    case "ease-in":
      return t * t * t;
    case "ease-out":
      return 1 - (1 - t) ** 3;
    case "ease-in-out":
      return t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2;
  }
}
