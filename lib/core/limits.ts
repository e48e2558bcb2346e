/** The bounds that every part keeps: what comes from outside is checked against these before it is used. */
export const LIMITS = {
  keyframesPerProject: 10_000,
  /** Pairs that were ever set; a pair keeps its settings when other keyframes come between. */
  segmentRowsPerProject: 100_000,
  imageBytes: 50 * 1024 * 1024,
  imagePixels: 50_000_000,
  frameSidePixels: { min: 16, max: 4096 },
  segmentFrames: { min: 1, max: 2_400 },
  holdFrames: { min: 0, max: 14_400 },
  nameChars: 200,
  noteChars: 4_000,
  promptChars: 2_000,
  /** Records in one change; a paste of every keyframe of a full project still fits. */
  recordsPerChange: 20_000,
  changeBytes: 16 * 1024 * 1024,
  takesPerRequest: 10_000,
} as const;
