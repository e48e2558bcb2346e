import {
  extendTo,
  selectAll,
  selectOnly,
  toggleItem,
  EMPTY_SELECTION,
} from "#lib/core/selection.ts";
import { itemIdsIn, itemsOf } from "./item-ids.ts";
import {
  nudgeSelected,
  openItem,
  removeSelected,
  revealItem,
  seekToKeyframe,
} from "./item-commands.ts";
import type { TimelineController } from "./timeline-controller.ts";

/** The parts of a key event that decide. */
export type Key = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

/**
 * The keys of the list of items: arrows and Home/End move (shift extends, ctrl only looks), up and down keep to the
 * same kind, alt with arrows moves the selected keyframes, Enter generates or opens, Delete removes.
 * @returns the item that is active afterwards, or undefined when the key means nothing here.
 */
export function pressTimelineKey(
  controller: TimelineController,
  key: Key,
  activeId: string | null,
): string | null | undefined {
  const { view, selection, onSelectionChange } = controller.props();
  if (!view || view.sequence.keyframes.length === 0) return undefined;
  const { ids, places } = itemsOf(view.sequence);
  const isCtrl = key.ctrlKey || key.metaKey;
  const place = activeId === null ? -1 : (places.get(activeId) ?? -1);
  if (key.altKey && (key.key === "ArrowLeft" || key.key === "ArrowRight")) {
    nudgeSelected(controller, key.key === "ArrowLeft" ? -1 : 1);
    return activeId;
  }
  const target = targetPlace({ key: key.key, place, count: ids.length });
  if (target !== null && !key.altKey) {
    const id = ids[target];
    if (id === undefined) return undefined;
    if (key.shiftKey) {
      const from = selection.anchorId === null ? selectOnly(activeId ?? id) : selection;
      onSelectionChange(
        extendTo({ selection: from, id, itemIds: itemIdsIn(view.sequence, from, id) }),
      );
    } else if (!isCtrl) {
      onSelectionChange(selectOnly(id));
      if (target % 2 === 0 && !controller.props().isPlaying) seekToKeyframe(controller, target / 2);
    }
    revealItem(controller, id);
    return id;
  }
  if (isCtrl && !key.altKey) {
    if (key.key === " " && activeId !== null) {
      onSelectionChange(toggleItem(selection, activeId));
      return activeId;
    }
    if (key.key.toLowerCase() !== "a" || key.shiftKey) return undefined;
    onSelectionChange(selectAll(view.sequence.keyframes.map(({ id }) => id)));
    return activeId;
  }
  if (key.altKey || key.shiftKey) return undefined;
  switch (key.key) {
    case "Enter":
      if (activeId === null) return undefined;
      openItem(controller, activeId);
      return activeId;
    case "Delete":
    case "Backspace":
      removeSelected(controller);
      return activeId;
    case "Escape":
      if (selection.ids.size === 0) return undefined;
      onSelectionChange(EMPTY_SELECTION);
      return activeId;
    default:
      return undefined;
  }
}

function targetPlace(options: { key: string; place: number; count: number }): number | null {
  const { key, place, count } = options;
  const last = count - 1;
  const within = (next: number) => Math.min(last, Math.max(0, next));
  switch (key) {
    case "ArrowRight":
      return within(place + 1);
    case "ArrowLeft":
      return place < 0 ? 0 : within(place - 1);
    // Keyframes have even places and segments odd ones: a step of two keeps the kind.
    case "ArrowDown":
      return place < 0 ? 0 : place + 2 <= last ? place + 2 : place;
    case "ArrowUp":
      return place < 0 ? 0 : place - 2 >= 0 ? place - 2 : place;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
