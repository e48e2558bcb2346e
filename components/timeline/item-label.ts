import type { SegmentLook } from "./segment-look.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";

/** "Keyframe 3, walk-03, hold 12 frames". */
export function keyframeLabel(keyframe: Keyframe, index: number): string {
  const hold = keyframe.holdFrames > 0 ? `hold ${frameCount(keyframe.holdFrames)}` : "no hold";
  return [`Keyframe ${index + 1}`, keyframe.label, hold].filter((part) => part !== "").join(", ");
}

/** "Segment 3 to 4, ready, take 2, 48 frames". */
export function segmentLabel(
  segment: SequenceSegment,
  look: SegmentLook,
  takeNumber: number | null,
): string {
  const name = `Segment ${segment.index + 1} to ${segment.index + 2}`;
  if (segment.isCut) return `${name}, cut`;
  const state = STATE_WORDS[look.tone];
  const parts = [
    name,
    look.tone === "stale" || look.tone === "ready" ? state : [state, look.detail].join(" ").trim(),
    takeNumber === null ? "" : `take ${takeNumber}`,
    look.isDraft ? "draft" : "",
    look.isClipPending ? "clip being prepared" : "",
    frameCount(segment.durationFrames),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

const STATE_WORDS: Record<SegmentLook["tone"], string> = {
  cut: "cut",
  empty: "empty",
  queued: "queued",
  running: "drawing",
  waiting: "waiting",
  paused: "paused",
  failed: "failed:",
  stale: "stale",
  ready: "ready",
};

function frameCount(frames: number): string {
  return frames === 1 ? "1 frame" : `${frames} frames`;
}
