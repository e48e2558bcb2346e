/** Film frames from `startFrame` up to, and without, `endFrame`. */
export type FrameRange = { readonly startFrame: number; readonly endFrame: number };
