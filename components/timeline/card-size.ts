import type { Lanes } from "./lanes.ts";
import type { TimelineLayout } from "./timeline-layout.ts";
import type { Viewport } from "./viewport.ts";

/** Room between a card and the next. */
export const CARD_GAP_PX = 3;
/** Slots narrower than this show no picture of their own: one card then stands for several keyframes. */
const MIN_CARD_PX = 16;
/** Slots narrower than this are drawn as pixel columns instead of things. */
const MIN_SLOT_PX = 3;

type Placing = {
  readonly layout: TimelineLayout;
  readonly viewport: Viewport;
  readonly lanes: Lanes;
};

/**
 * Every how many keyframes a card is drawn: 1 while slots have room for a picture, else the least of 2, 3, 4, 6, 8,
 * 12 … at which full cards fit. It depends on zoom only, so that panning never changes which keyframes are shown.
 */
export function cardStep(placing: Placing): number {
  const { layout, viewport, lanes } = placing;
  if (layout.keyframeCount < 2) return 1;
  const slotPx = averageSlotPx(layout, viewport);
  if (slotPx >= MIN_CARD_PX) return 1;
  const least = (lanes.cardWidthPx + CARD_GAP_PX) / slotPx;
  const power = 2 ** Math.floor(Math.log2(Math.max(2, least)));
  return power >= least ? power : power * 1.5 >= least && power > 1 ? power * 1.5 : power * 2;
}

/** A card's width: its full size where there is room, else what there is up to the next card. */
export function cardWidthPx(placing: Placing & { readonly slot: number }): number {
  const { layout, viewport, lanes, slot } = placing;
  const step = cardStep(placing);
  if (slot % step !== 0) return 0;
  const next = slot + step;
  if (next >= layout.keyframeCount) return lanes.cardWidthPx;
  const room = (layout.startRoom[next] ?? 0) - (layout.startRoom[slot] ?? 0);
  const px = room * viewport.pxPerFrame;
  return Math.min(lanes.cardWidthPx, Math.max(1, px - (px > 8 ? CARD_GAP_PX : 1)));
}

/** Whether things are so small that each pixel column stands for what is in it. */
export function isDensity(layout: TimelineLayout, viewport: Viewport): boolean {
  return layout.keyframeCount > 1 && averageSlotPx(layout, viewport) < MIN_SLOT_PX;
}

function averageSlotPx(layout: TimelineLayout, viewport: Viewport): number {
  return (layout.totalRoom / layout.keyframeCount) * viewport.pxPerFrame;
}
