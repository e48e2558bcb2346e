/** What part of the timeline is in sight. */
export type Viewport = {
  readonly widthPx: number;
  readonly pxPerFrame: number;
  /** Pixels of the timeline that lie left of the window; negative while the margin shows. */
  readonly scrollPx: number;
};

/** Ground left of the first keyframe, so that a drawing can be dropped before it. */
export const LEFT_MARGIN_PX = 28;
/** Ground right of the film, for the "+" and for uploads on their way. */
export const RIGHT_MARGIN_PX = 180;
/** One frame as wide as a thumb's tip: enough to set a hold to the frame. */
export const MAX_PX_PER_FRAME = 32;

export function xAtRoom(viewport: Viewport, room: number): number {
  return room * viewport.pxPerFrame - viewport.scrollPx;
}

export function roomAtX(viewport: Viewport, x: number): number {
  return (x + viewport.scrollPx) / viewport.pxPerFrame;
}

/** Pixels per frame at which the whole film and its margins are in sight. */
export function fitPxPerFrame(widthPx: number, totalRoom: number): number {
  const margins = LEFT_MARGIN_PX + Math.min(RIGHT_MARGIN_PX, widthPx * 0.15);
  return Math.max(1e-4, (widthPx - margins) / Math.max(1, totalRoom));
}

/** The widest zoom out: the film fills half the window. */
export function minPxPerFrame(widthPx: number, totalRoom: number): number {
  return Math.min(1, fitPxPerFrame(widthPx, totalRoom) / 2);
}

/** The same viewport with zoom and scroll brought into their bounds. */
export function clampViewport(viewport: Viewport, totalRoom: number): Viewport {
  const { widthPx } = viewport;
  const pxPerFrame = Math.min(
    MAX_PX_PER_FRAME,
    Math.max(minPxPerFrame(widthPx, totalRoom), viewport.pxPerFrame),
  );
  const maxScroll = Math.max(
    -LEFT_MARGIN_PX,
    totalRoom * pxPerFrame + Math.min(RIGHT_MARGIN_PX, widthPx * 0.5) - widthPx,
  );
  const scrollPx = Math.min(maxScroll, Math.max(-LEFT_MARGIN_PX, viewport.scrollPx));
  return { widthPx, pxPerFrame, scrollPx };
}

export function panBy(viewport: Viewport, deltaPx: number, totalRoom: number): Viewport {
  return clampViewport({ ...viewport, scrollPx: viewport.scrollPx + deltaPx }, totalRoom);
}

/** Zooms so that what is under `anchorX` stays under it. */
export function zoomAbout(options: {
  viewport: Viewport;
  pxPerFrame: number;
  anchorX: number;
  totalRoom: number;
}): Viewport {
  const { viewport, anchorX, totalRoom } = options;
  const room = roomAtX(viewport, anchorX);
  const { pxPerFrame } = clampViewport({ ...viewport, pxPerFrame: options.pxPerFrame }, totalRoom);
  const scrollPx = room * pxPerFrame - anchorX;
  return clampViewport({ ...viewport, pxPerFrame, scrollPx }, totalRoom);
}

/** Shows a stretch of the timeline with a little air around it. */
export function zoomToRoom(options: {
  viewport: Viewport;
  fromRoom: number;
  toRoom: number;
  totalRoom: number;
}): Viewport {
  const { viewport, fromRoom, toRoom, totalRoom } = options;
  const airPx = Math.min(60, viewport.widthPx * 0.08);
  const pxPerFrame = (viewport.widthPx - 2 * airPx) / Math.max(1, toRoom - fromRoom);
  const zoomed = clampViewport({ ...viewport, pxPerFrame }, totalRoom);
  const middle = (fromRoom + toRoom) / 2;
  const scrollPx = middle * zoomed.pxPerFrame - viewport.widthPx / 2;
  return clampViewport({ ...zoomed, scrollPx }, totalRoom);
}

export function zoomToFit(viewport: Viewport, totalRoom: number): Viewport {
  const pxPerFrame = fitPxPerFrame(viewport.widthPx, totalRoom);
  return clampViewport({ ...viewport, pxPerFrame, scrollPx: -LEFT_MARGIN_PX }, totalRoom);
}

/** The least scroll that brings a stretch into sight; its start wins when it is wider than the window. */
export function reveal(options: {
  viewport: Viewport;
  fromRoom: number;
  toRoom: number;
  totalRoom: number;
}): Viewport {
  const { viewport, totalRoom } = options;
  const airPx = Math.min(48, viewport.widthPx * 0.1);
  const left = xAtRoom(viewport, options.fromRoom) - airPx;
  const right = xAtRoom(viewport, options.toRoom) + airPx;
  if (left >= 0 && right <= viewport.widthPx) return viewport;
  const delta = left < 0 || right - left > viewport.widthPx ? left : right - viewport.widthPx;
  return panBy(viewport, delta, totalRoom);
}

/** Where a zoom stands between the widest out (0) and the closest in (1), even to the eye at every step. */
export function zoomFraction(viewport: Viewport, totalRoom: number): number {
  const min = Math.log(minPxPerFrame(viewport.widthPx, totalRoom));
  const max = Math.log(MAX_PX_PER_FRAME);
  return (Math.log(viewport.pxPerFrame) - min) / (max - min);
}

export function pxPerFrameAtFraction(
  fraction: number,
  options: { widthPx: number; totalRoom: number },
): number {
  const min = Math.log(minPxPerFrame(options.widthPx, options.totalRoom));
  const max = Math.log(MAX_PX_PER_FRAME);
  return Math.exp(min + fraction * (max - min));
}
