import type { Keyframe } from "#lib/core/keyframe.ts";
import { entryAtFrame } from "#lib/core/schedule.ts";
import type { PreviewView } from "./preview-props.ts";

/** The keyframes on either side of a frame, other than the one that it shows. */
export function onionSkinAt(view: PreviewView, frame: number): readonly Keyframe[] {
  const entry = entryAtFrame(view.schedule, frame);
  if (!entry) return [];
  const { keyframes } = view.sequence;
  const places =
    entry.type === "hold"
      ? [entry.keyframeIndex - 1, entry.keyframeIndex + 1]
      : frame === entry.startFrame
        ? [entry.segmentIndex - 1, entry.segmentIndex + 1]
        : [entry.segmentIndex, entry.segmentIndex + 1];
  return places.flatMap((place) => keyframes[place] ?? []);
}
