import type { Sequence } from "#lib/core/sequence.ts";
import { cardWidthPx } from "./card-size.ts";
import type { HitScene } from "./hit-test.ts";
import type { Lane } from "./lanes.ts";
import { holdRoom, slotAtRoom } from "./timeline-layout.ts";

/** A box in the timeline's own pixels (scroll taken out of x), with its corners in any order. */
export type Box = {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
};

/** The ids of the keyframes and segments that a box touches, from left to right. */
export function itemsInBox(scene: HitScene, box: Box): string[] {
  const { layout, viewport, lanes, sequence } = scene;
  if (layout.keyframeCount === 0) return [];
  const left = Math.min(box.fromX, box.toX);
  const right = Math.max(box.fromX, box.toX);
  const overCards = crosses(lanes.cards, box);
  const overSegments = crosses(lanes.segments, box);
  const { pxPerFrame } = viewport;
  const ids: string[] = [];
  const last = slotAtRoom(layout, Math.max(0, right / pxPerFrame));
  for (let slot = slotAtRoom(layout, Math.max(0, left / pxPerFrame)); slot <= last; slot += 1) {
    const start = (layout.startRoom[slot] ?? 0) * pxPerFrame;
    const end = (layout.startRoom[slot + 1] ?? 0) * pxPerFrame;
    const holdEnd = start + holdRoom(layout, slot) * pxPerFrame;
    const cardEnd = start + cardWidthPx({ ...scene, slot });
    const onCard = overCards && start <= right && cardEnd >= left;
    const onHold = overSegments && holdEnd > start && start <= right && holdEnd >= left;
    pushIf(ids, onCard || onHold ? keyframeId(sequence, slot) : undefined);
    const onSegment = overSegments && holdEnd <= right && end >= left;
    pushIf(ids, onSegment ? sequence.segments[slot]?.id : undefined);
  }
  return ids;
}

function keyframeId(sequence: Sequence, slot: number): string | undefined {
  return sequence.keyframes[slot]?.id;
}

function pushIf(ids: string[], id: string | undefined): void {
  if (id !== undefined) ids.push(id);
}

function crosses(lane: Lane, box: Box): boolean {
  return (
    Math.min(box.fromY, box.toY) < lane.top + lane.height &&
    Math.max(box.fromY, box.toY) >= lane.top
  );
}
