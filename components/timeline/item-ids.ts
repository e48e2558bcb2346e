import { itemIdsOf, type Selection } from "#lib/core/selection.ts";
import type { Sequence } from "#lib/core/sequence.ts";

type Items = { readonly ids: readonly string[]; readonly places: ReadonlyMap<string, number> };
const itemsBySequence = new WeakMap<Sequence, Items>();

/** All items from left to right, and each one's place among them; worked out once for each sequence. */
export function itemsOf(sequence: Sequence): Items {
  const known = itemsBySequence.get(sequence);
  if (known) return known;
  const ids = itemIdsOf(sequence);
  const items = { ids, places: new Map(ids.map((id, place) => [id, place])) };
  itemsBySequence.set(sequence, items);
  return items;
}

/**
 * What a range from the anchor to an item runs over: from keyframe to keyframe the keyframes alone, because that is
 * what is then moved; from segment to segment the segments alone; else everything.
 */
export function itemIdsIn(sequence: Sequence, selection: Selection, id: string): readonly string[] {
  const isSegment = (item: string | null) => item?.includes("~") ?? false;
  if (isSegment(selection.anchorId) !== isSegment(id)) return itemsOf(sequence).ids;
  const list = isSegment(id) ? sequence.segments : sequence.keyframes;
  return list.map((item) => item.id);
}
