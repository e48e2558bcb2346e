import { isEmptyChange } from "#lib/core/change.ts";
import { moveKeyframes } from "#lib/core/edits/move-keyframes.ts";
import { removeKeyframes } from "#lib/core/edits/remove-keyframes.ts";
import { itemsOf } from "./item-ids.ts";
import { moveLabel } from "./gestures/begin-move.ts";
import type { TimelineController } from "./timeline-controller.ts";
import { LEFT_MARGIN_PX, zoomToRoom, zoomToFit } from "./viewport.ts";

/** Double click and Enter: generates what can be generated, and opens the rest. */
export function openItem(controller: TimelineController, itemId: string): void {
  const { view, canEdit, onGenerate, onOpen } = controller.props();
  const segment = view?.sequence.segments[segmentIndexOf(controller, itemId) ?? -1];
  const state = segment ? controller.scene()?.states.exact(segment).state : undefined;
  const isWaitingForWork = state === "empty" || state === "failed" || state === "stale";
  if (canEdit && isWaitingForWork) onGenerate({ scope: "segments", segmentIds: [itemId] });
  else onOpen?.(itemId);
}

export function seekToKeyframe(controller: TimelineController, index: number): void {
  controller.props().playhead.setFrame(controller.layout().startFrames[index] ?? 0);
}

/** Takes the selected keyframes one place left (−1) or right (1). */
export function nudgeSelected(controller: TimelineController, step: 1 | -1): void {
  const { view, selection, canEdit, commit } = controller.props();
  if (!view || !canEdit) return;
  const { keyframes } = view.sequence;
  const indices = keyframes.flatMap(({ id }, index) => (selection.ids.has(id) ? [index] : []));
  const first = indices[0];
  const last = indices[indices.length - 1];
  if (first === undefined || last === undefined) return;
  const toIndex = step < 0 ? Math.max(0, first - 1) : Math.min(keyframes.length, last + 2);
  const keyframeIds = indices.flatMap((index) => keyframes[index]?.id ?? []);
  const change = moveKeyframes({ sequence: view.sequence, keyframeIds, toIndex });
  if (!isEmptyChange(change)) commit({ label: moveLabel(keyframeIds.length), change });
}

export function removeSelected(controller: TimelineController): void {
  const { view, selection, canEdit, commit } = controller.props();
  if (!view || !canEdit) return;
  const keyframeIds = view.sequence.keyframes.flatMap(({ id }) =>
    selection.ids.has(id) ? id : [],
  );
  if (keyframeIds.length === 0) return;
  const change = removeKeyframes({ sequence: view.sequence, keyframeIds });
  const what = keyframeIds.length === 1 ? "keyframe" : `${keyframeIds.length} keyframes`;
  commit({ label: `Delete ${what}`, change });
}

export function zoomToAll(controller: TimelineController): void {
  controller.setViewport(zoomToFit(controller.viewport(), controller.layout().totalRoom));
}

/** Shows what is selected as large as fits; all of the film when nothing is. */
export function zoomToSelection(controller: TimelineController): void {
  const { view, selection } = controller.props();
  const layout = controller.layout();
  if (!view || selection.ids.size === 0) {
    zoomToAll(controller);
    return;
  }
  const { places } = itemsOf(view.sequence);
  let first = Infinity;
  let last = -Infinity;
  for (const id of selection.ids) {
    const slot = Math.floor((places.get(id) ?? NaN) / 2);
    if (Number.isNaN(slot)) continue;
    first = Math.min(first, slot);
    last = Math.max(last, slot);
  }
  if (last < first) return;
  const viewport = controller.viewport();
  const fromRoom = layout.startRoom[first] ?? 0;
  const toRoom = layout.startRoom[last + 1] ?? 0;
  controller.setViewport(zoomToRoom({ viewport, fromRoom, toRoom, totalRoom: layout.totalRoom }));
}

/** Brings an item into sight with the least scroll. */
export function revealItem(controller: TimelineController, itemId: string): void {
  const { view } = controller.props();
  const place = view ? itemsOf(view.sequence).places.get(itemId) : undefined;
  if (place === undefined) return;
  const layout = controller.layout();
  const slot = Math.floor(place / 2);
  const from = layout.startRoom[slot] ?? 0;
  const to = layout.startRoom[slot + 1] ?? from;
  const marginRoom = slot === 0 ? LEFT_MARGIN_PX / controller.viewport().pxPerFrame : 0;
  controller.revealRoom(from - marginRoom, to);
}

function segmentIndexOf(controller: TimelineController, itemId: string): number | null {
  const { view } = controller.props();
  const place = view ? itemsOf(view.sequence).places.get(itemId) : undefined;
  return place !== undefined && place % 2 === 1 ? (place - 1) / 2 : null;
}
