/** How hard motion is looked for. */
export type MotionSearch = {
  /** Longer side of the working size. */
  readonly sidePx: number;
  /** Longest displacement of a block that is tried, as a share of the picture's sides. */
  readonly reach: number;
};

/**
 * Two key drawings: 512 px is enough for lines, little enough for two seconds a segment; what moves by more than three
 * tenths of the picture is another drawing.
 */
export const WIDE_SEARCH: MotionSearch = { sidePx: 512, reach: 0.3 };

/** Neighbours of one drawn sequence: they differ by a fraction of that, and there are a dozen pairs of them. */
export const NEAR_SEARCH: MotionSearch = { sidePx: 320, reach: 0.08 };
