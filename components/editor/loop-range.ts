import type { FrameRange } from "#components/preview/frame-range.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import type { Selection } from "#lib/core/selection.ts";

/** The film frames that a selection spans, for looping; null when it spans none. */
export function loopRangeOf(view: ProjectView, selection: Selection): FrameRange | null {
  const { ids } = selection;
  if (ids.size === 0) return null;
  let startFrame = Infinity;
  let endFrame = 0;
  for (const entry of view.schedule.entries) {
    const item =
      entry.type === "hold"
        ? view.sequence.keyframes[entry.keyframeIndex]
        : view.sequence.segments[entry.segmentIndex];
    if (!item || !ids.has(item.id)) continue;
    startFrame = Math.min(startFrame, entry.startFrame);
    endFrame = Math.max(endFrame, entry.startFrame + entry.frames);
  }
  return endFrame > startFrame ? { startFrame, endFrame } : null;
}
