import { framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";

/** Where and when playing began or was last set going. */
export type ClockAnchor = {
  readonly frame: number;
  readonly timeMs: number;
  /** Film frames shown per frame of real time; negative is backwards. */
  readonly rate: number;
  readonly frameRate: FrameRate;
};

/** The frames that play runs over: from `startFrame` up to, and without, `endFrame`. */
export type PlayBounds = {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly isLooping: boolean;
};

/**
 * The frame that has to be on screen at a time. Counted from the anchor and never added up, so a late tick drops
 * frames and the film does not drift.
 * @param options.nowMs on the clock of the anchor
 * @returns the frame, kept inside the bounds, and whether playing has run past them.
 */
export function frameDueAt(options: { anchor: ClockAnchor; bounds: PlayBounds; nowMs: number }): {
  frame: number;
  hasEnded: boolean;
} {
  const { anchor, bounds, nowMs } = options;
  const elapsedSeconds = Math.max(0, nowMs - anchor.timeMs) / 1000;
  // The allowance undoes the rounding of a tick that falls on a frame's very beginning.
  const passed = Math.floor(
    elapsedSeconds * framesPerSecond(anchor.frameRate) * Math.abs(anchor.rate) + 1e-6,
  );
  const frame = anchor.frame + (anchor.rate < 0 ? -passed : passed);
  const lengthFrames = bounds.endFrame - bounds.startFrame;
  if (lengthFrames <= 0) return { frame: bounds.startFrame, hasEnded: true };
  if (frame >= bounds.startFrame && frame < bounds.endFrame) return { frame, hasEnded: false };
  if (!bounds.isLooping) {
    return {
      frame: frame < bounds.startFrame ? bounds.startFrame : bounds.endFrame - 1,
      hasEnded: true,
    };
  }
  const offset = (frame - bounds.startFrame) % lengthFrames;
  return {
    frame: bounds.startFrame + (offset < 0 ? offset + lengthFrames : offset),
    hasEnded: false,
  };
}
