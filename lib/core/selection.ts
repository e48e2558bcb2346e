import type { Sequence } from "./sequence.ts";

/** What a person has selected: ids of keyframes and segments. Never mutated. */
export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** Where a shift-click extends from. */
  readonly anchorId: string | null;
};

export const EMPTY_SELECTION: Selection = { ids: new Set(), anchorId: null };

/** Every item of the sequence from left to right: keyframe, segment, keyframe, … */
export function itemIdsOf(sequence: Sequence): string[] {
  return sequence.keyframes.flatMap((keyframe, index) => {
    const segment = sequence.segments[index];
    return segment ? [keyframe.id, segment.id] : [keyframe.id];
  });
}

/** A click. */
export function selectOnly(id: string): Selection {
  return { ids: new Set([id]), anchorId: id };
}

/** A ctrl-click: in or out, and the anchor goes along. */
export function toggleItem(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchorId: ids.size === 0 ? null : id };
}

/**
 * A shift-click: all from the anchor to the item, both inside; the anchor stays.
 * @param options.itemIds the items that can be selected, from left to right (keyframes only, or all of `itemIdsOf`).
 */
export function extendTo(options: {
  selection: Selection;
  id: string;
  itemIds: readonly string[];
}): Selection {
  const { selection, id, itemIds } = options;
  const anchor = selection.anchorId === null ? -1 : itemIds.indexOf(selection.anchorId);
  const target = itemIds.indexOf(id);
  if (anchor < 0 || target < 0) return selectOnly(id);
  const range = itemIds.slice(Math.min(anchor, target), Math.max(anchor, target) + 1);
  return { ids: new Set(range), anchorId: selection.anchorId };
}

export function selectAll(itemIds: readonly string[]): Selection {
  return { ids: new Set(itemIds), anchorId: itemIds[0] ?? null };
}

/**
 * A box drawn over items.
 * @param options.selection what stays selected too (ctrl or shift is held), or `EMPTY_SELECTION`.
 * @param options.ids what the box touches, from left to right.
 */
export function selectBox(options: { selection: Selection; ids: readonly string[] }): Selection {
  const { selection } = options;
  const ids = new Set([...selection.ids, ...options.ids]);
  return { ids, anchorId: selection.anchorId ?? options.ids[0] ?? null };
}

/**
 * Without the items that are gone; the same object when none is, so that nothing redraws.
 * @param exists whether the sequence still has the item.
 */
export function pruneSelection(selection: Selection, exists: (id: string) => boolean): Selection {
  const gone = [...selection.ids].filter((id) => !exists(id));
  if (gone.length === 0) return selection;
  const ids = new Set(selection.ids);
  for (const id of gone) ids.delete(id);
  const anchorId = selection.anchorId !== null && exists(selection.anchorId);
  return { ids, anchorId: anchorId ? selection.anchorId : ([...ids][0] ?? null) };
}
