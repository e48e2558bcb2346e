import type { Sequence } from "#lib/core/sequence.ts";
import { cardStep, cardWidthPx } from "./card-size.ts";
import { isInLane, type Lanes } from "./lanes.ts";
import { holdRoom, slotAtRoom, slotRoom, type TimelineLayout } from "./timeline-layout.ts";
import { roomAtX, xAtRoom, type Viewport } from "./viewport.ts";

/** What is under a point. Indices are places in the sequence. */
export type HitTarget =
  | { readonly type: "ruler" }
  | { readonly type: "scrollbar" }
  | { readonly type: "shot"; readonly index: number }
  /** `nearGap` is the gap beside a card whose edge the point is near. */
  | { readonly type: "keyframe"; readonly index: number; readonly nearGap: number | null }
  | { readonly type: "segment"; readonly index: number; readonly isOnButton: boolean }
  /** The right edge of keyframe i's hold. */
  | { readonly type: "hold-edge"; readonly index: number }
  /** The right edge of segment i. */
  | { readonly type: "length-edge"; readonly index: number }
  /** The "+" of a gap. */
  | { readonly type: "insert"; readonly gapIndex: number }
  /** Free ground; `gapIndex` is the gap of the cards lane that the point lies in, if any. */
  | { readonly type: "ground"; readonly gapIndex: number | null };

export type HitScene = {
  readonly sequence: Sequence;
  readonly layout: TimelineLayout;
  readonly viewport: Viewport;
  readonly lanes: Lanes;
};

export const INSERT_RADIUS_PX = 10;
export const CUT_RADIUS_PX = 10;
const BUTTON_HEIGHT_PX = 20;
const BUTTON_INSET_PX = 6;
const EDGE_PX = 5;
const NEAR_GAP_PX = 32;
/** A finger covers more than a mouse's tip. */
const TOUCH_EDGE_PX = 14;

/** Finds what is under a point of the canvas by arithmetic: cost log n. */
export function hitTest(
  scene: HitScene,
  point: { readonly x: number; readonly y: number; readonly isTouch?: boolean },
): HitTarget {
  const { layout, lanes, viewport } = scene;
  if (isInLane(lanes.ruler, point.y)) return { type: "ruler" };
  if (point.y >= lanes.scrollbar.top - 2) return { type: "scrollbar" };
  if (layout.keyframeCount === 0) return { type: "ground", gapIndex: 0 };
  const room = roomAtX(viewport, point.x);
  if (isInLane(lanes.shots, point.y)) {
    const inside = room >= 0 && room < layout.totalRoom;
    return inside ? { type: "shot", index: slotAtRoom(layout, room) } : groundAt(null);
  }
  if (isInLane(lanes.segments, point.y)) return hitSegments(scene, { ...point, room });
  const { cards } = lanes;
  if (point.y >= cards.top - 6 && point.y < lanes.segments.top) return hitCards(scene, point, room);
  return groundAt(null);
}

/** Where the "+" of a gap is drawn, or null where it would cover what it stands beside. */
export function insertButtonX(scene: HitScene, gapIndex: number): number | null {
  const { layout, viewport, lanes } = scene;
  if (cardStep(scene) > 1) return null;
  const count = layout.keyframeCount;
  if (gapIndex === 0) return xAtRoom(viewport, 0) - 14;
  const from = gapIndex - 1;
  const left =
    xAtRoom(viewport, layout.startRoom[from] ?? 0) + cardWidthPx({ ...scene, slot: from });
  if (gapIndex === count) return left + 24;
  const right = xAtRoom(viewport, layout.startRoom[gapIndex] ?? 0);
  if (right - left >= 2 * INSERT_RADIUS_PX + 6) return (left + right) / 2;
  const room = Math.min(
    slotRoom(layout, from) * viewport.pxPerFrame,
    slotRoom(layout, gapIndex) * viewport.pxPerFrame,
  );
  return room >= Math.min(56, lanes.cardWidthPx * 0.6) ? right - 2 : null;
}

function hitCards(
  scene: HitScene,
  point: { readonly x: number; readonly y: number },
  room: number,
): HitTarget {
  const { layout, viewport, lanes } = scene;
  const slot = room < 0 ? -1 : slotAtRoom(layout, room);
  for (const gapIndex of [slot + 1, slot]) {
    const buttonX = gapIndex < 0 ? null : insertButtonX(scene, gapIndex);
    if (buttonX === null) continue;
    const dy = point.y - insertButtonY(lanes);
    if (Math.hypot(point.x - buttonX, dy) <= INSERT_RADIUS_PX) return { type: "insert", gapIndex };
  }
  if (slot < 0) return groundAt(0);
  if (point.y < lanes.cards.top) return groundAt(slot + 1);
  const step = cardStep(scene);
  const labelTop = lanes.cards.top + lanes.thumbHeightPx;
  // Where one card stands for several keyframes, each has a tick in the strip below.
  if (step > 1 && point.y >= labelTop && room < layout.totalRoom) {
    return keyframeAt(slot);
  }
  const index = slot - (slot % step);
  const left = xAtRoom(viewport, layout.startRoom[index] ?? 0);
  const right = left + cardWidthPx({ ...scene, slot: index });
  if (point.x >= right) return groundAt(slot + 1);
  if (step > 1) return keyframeAt(index);
  const nearPx = Math.min(NEAR_GAP_PX, (right - left) / 3);
  if (point.x < left + nearPx) return keyframeAt(index, index);
  return keyframeAt(index, point.x > right - nearPx ? index + 1 : null);
}

/** The "+" stands in the upper third, so that a full row of cards can still be taken by the middle. */
export function insertButtonY(lanes: Lanes): number {
  return lanes.cards.top + Math.max(6, Math.round(lanes.thumbHeightPx * 0.3));
}

function hitSegments(
  scene: HitScene,
  point: {
    readonly x: number;
    readonly y: number;
    readonly room: number;
    readonly isTouch?: boolean;
  },
): HitTarget {
  const { layout, viewport, lanes, sequence } = scene;
  const { x, y, room } = point;
  const last = layout.keyframeCount - 1;
  if (room < 0) return groundAt(null);
  const cutIndex = cutAt(scene, point);
  if (cutIndex !== null) return { type: "segment", index: cutIndex, isOnButton: false };
  const slot = slotAtRoom(layout, room);
  if (room >= layout.totalRoom) {
    const overshoot = x - xAtRoom(viewport, layout.totalRoom);
    return overshoot <= EDGE_PX && last >= 0 ? { type: "hold-edge", index: last } : groundAt(null);
  }
  const left = xAtRoom(viewport, layout.startRoom[slot] ?? 0);
  const right = xAtRoom(viewport, layout.startRoom[slot + 1] ?? 0);
  const holdEnd = left + holdRoom(layout, slot) * viewport.pxPerFrame;
  const isHeldToEnd = slot === last || sequence.segments[slot]?.isCut === true;
  const edgePx = point.isTouch ? TOUCH_EDGE_PX : EDGE_PX;
  // Edges of narrow things would leave no middle to click.
  if (isHeldToEnd) {
    if (right - left >= 4 * edgePx && x >= right - edgePx)
      return { type: "hold-edge", index: slot };
    return keyframeAt(slot);
  }
  if (right - holdEnd >= 4 * edgePx) {
    if (x >= right - edgePx) return { type: "length-edge", index: slot };
    if (Math.abs(x - holdEnd) <= edgePx) return { type: "hold-edge", index: slot };
  }
  if (x < holdEnd) return keyframeAt(slot);
  const button = segmentButton({ left: holdEnd, right, widthPx: viewport.widthPx, lanes });
  const isOnButton =
    button !== null &&
    x >= button.x &&
    x < button.x + button.width &&
    y >= button.y &&
    y < button.y + button.height;
  return { type: "segment", index: slot, isOnButton };
}

/**
 * The button of a segment: in the lower right corner of what can be seen of it, so that a click on its middle selects
 * it. With its word where that fits; null where even the icon would cover the segment.
 */
export function segmentButton(options: {
  left: number;
  right: number;
  widthPx: number;
  lanes: Lanes;
}): { x: number; y: number; width: number; height: number; hasWord: boolean } | null {
  const left = Math.max(0, options.left);
  const right = Math.min(options.widthPx, options.right);
  const seenPx = right - left;
  const { top, height: laneHeight } = options.lanes.segments;
  if (seenPx < 56) return null;
  const hasWord = seenPx >= 150;
  const width = hasWord ? 84 : 24;
  const height = Math.min(BUTTON_HEIGHT_PX, laneHeight - 6);
  const bottom = top + laneHeight - Math.min(BUTTON_INSET_PX, (laneHeight - height) / 2);
  return { x: right - width - BUTTON_INSET_PX - 2, y: bottom - height, width, height, hasWord };
}

/** The cut whose scissors are under the point. */
function cutAt(
  scene: HitScene,
  point: { readonly x: number; readonly y: number; readonly room: number },
): number | null {
  const { layout, viewport, lanes, sequence } = scene;
  if (Math.abs(point.y - cutMarkY(lanes)) > CUT_RADIUS_PX) return null;
  const slot = slotAtRoom(layout, point.room);
  for (const index of [slot, slot - 1]) {
    if (sequence.segments[index]?.isCut !== true) continue;
    const x = xAtRoom(viewport, layout.startRoom[index + 1] ?? 0);
    const reach = Math.min(CUT_RADIUS_PX, (slotRoom(layout, index) * viewport.pxPerFrame) / 3);
    if (Math.abs(point.x - x) <= reach) return index;
  }
  return null;
}

export function cutMarkY(lanes: Lanes): number {
  return lanes.segments.top + lanes.segments.height / 2;
}

function keyframeAt(index: number, nearGap: number | null = null): HitTarget {
  return { type: "keyframe", index, nearGap };
}

function groundAt(gapIndex: number | null): HitTarget {
  return { type: "ground", gapIndex };
}
