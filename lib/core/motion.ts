/**
 * How drawings fill more frames than there are of them: `held` shows each for several frames, as animators expose on
 * twos and threes; `smoothed` draws what lies between them by the draft's flow.
 */
export const MOTIONS = ["held", "smoothed"] as const;
export type Motion = (typeof MOTIONS)[number];
