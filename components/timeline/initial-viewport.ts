import type { Lanes } from "./lanes.ts";
import type { TimelineLayout } from "./timeline-layout.ts";
import { clampViewport, fitPxPerFrame, LEFT_MARGIN_PX, type Viewport } from "./viewport.ts";

const SHORT_SEGMENT_FRAMES = 24;

/**
 * How a project first shows: all of it, if its cards are then neither lost in space nor slivers; else from the start
 * at a zoom where the cards can be recognised.
 */
export function initialViewport(options: {
  layout: TimelineLayout;
  lanes: Lanes;
  widthPx: number;
}): Viewport {
  const { layout, lanes, widthPx } = options;
  // A lone drawing has a slot of a frame or so, which says nothing of the story to come.
  const slotFrames = Math.max(
    layout.totalRoom / Math.max(1, layout.keyframeCount),
    SHORT_SEGMENT_FRAMES,
  );
  const comfortable = (lanes.cardWidthPx + 30) / slotFrames;
  const fit = fitPxPerFrame(widthPx, layout.totalRoom);
  const pxPerFrame = Math.min(comfortable * 1.4, Math.max(comfortable * 0.55, fit));
  return clampViewport({ widthPx, pxPerFrame, scrollPx: -LEFT_MARGIN_PX }, layout.totalRoom);
}
