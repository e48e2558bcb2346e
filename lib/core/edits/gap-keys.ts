import { orderKeysBetween, type Ordered } from "../order.ts";

/**
 * Order keys for `count` records that go into a gap of an ordered list.
 * @param list in order.
 * @param index the gap: 0 is before the first, `list.length` after the last; clamped.
 */
export function gapKeys(options: {
  list: readonly Ordered[];
  index: number;
  count: number;
}): string[] {
  const { list, count } = options;
  const index = Math.min(Math.max(0, Math.trunc(options.index)), list.length);
  const before = list[index - 1]?.order ?? null;
  // Equal keys (two people at one place, not repaired yet) leave no room, so the new ones go behind the last of them.
  let next = index;
  while (before !== null && (list[next]?.order ?? "~") <= before) next += 1;
  return orderKeysBetween(before, list[next]?.order ?? null, count);
}
