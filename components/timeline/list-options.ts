import { cardWidthPx } from "./card-size.ts";
import { itemsOf } from "./item-ids.ts";
import { keyframeLabel, segmentLabel } from "./item-label.ts";
import type { Scene } from "./scene.ts";
import { lookOf } from "./segment-look.ts";
import { holdRoom, slotAtRoom } from "./timeline-layout.ts";
import { roomAtX, xAtRoom } from "./viewport.ts";

/** One item of the list that mirrors the canvas. */
export type ListOption = {
  readonly id: string;
  readonly place: number;
  readonly count: number;
  readonly label: string;
  /** Where the canvas draws it. */
  readonly box: { left: number; top: number; width: number; height: number };
};

/** More than a person meets before the window moves on, and few enough to be made in a moment. */
const MAX_OPTIONS = 80;
const AROUND_ACTIVE = 12;

/** The items in sight and those around the active one, as far as the window goes. */
export function optionsInWindow(scene: Scene, activeId: string | null): readonly ListOption[] {
  const { ids, places } = itemsOf(scene.sequence);
  const { layout, viewport } = scene;
  if (ids.length === 0) return [];
  const first = 2 * slotAtRoom(layout, roomAtX(viewport, 0));
  const last = 2 * slotAtRoom(layout, roomAtX(viewport, viewport.widthPx)) + 1;
  const wanted = new Set<number>();
  const active = activeId === null ? undefined : places.get(activeId);
  if (active !== undefined) {
    for (let place = active - AROUND_ACTIVE; place <= active + AROUND_ACTIVE; place += 1) {
      if (place >= 0 && place < ids.length) wanted.add(place);
    }
  }
  for (let place = first; place <= last && wanted.size < MAX_OPTIONS; place += 1) {
    if (place < ids.length) wanted.add(place);
  }
  return [...wanted].sort((a, b) => a - b).map((place) => optionAt(scene, place, ids));
}

function optionAt(scene: Scene, place: number, ids: readonly string[]): ListOption {
  const { layout, viewport, lanes, sequence } = scene;
  const slot = place >> 1;
  const id = ids[place] ?? "";
  const left = xAtRoom(viewport, layout.startRoom[slot] ?? 0);
  const right = xAtRoom(viewport, layout.startRoom[slot + 1] ?? 0);
  const segment = place % 2 === 1 ? sequence.segments[slot] : undefined;
  const keyframe = sequence.keyframes[slot];
  if (segment) {
    const state = scene.states.exact(segment);
    const take = "take" in state ? state.take : null;
    const look = lookOf(scene, state);
    const start = segment.isCut ? right - 8 : left + holdRoom(layout, slot) * viewport.pxPerFrame;
    const end = segment.isCut ? right + 8 : right;
    const { top, height } = lanes.segments;
    const box = { left: start, top, width: Math.max(1, end - start), height };
    return {
      id,
      place,
      count: ids.length,
      label: segmentLabel(segment, look, take?.number ?? null),
      box,
    };
  }
  const { top, height } = lanes.cards;
  const width = Math.max(1, cardWidthPx({ ...scene, slot }));
  const label = keyframe ? keyframeLabel(keyframe, slot) : "";
  return { id, place, count: ids.length, label, box: { left, top, width, height } };
}
