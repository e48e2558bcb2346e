import { generateNKeysBetween } from "fractional-indexing";

/** What is ordered by a fractional index: `order` by code unit, then `id`. */
export type Ordered = { readonly id: string; readonly order: string };

/**
 * The order of keyframes. Compared with `<` only: fractional-indexing's keys sort by code unit, and any locale's
 * collation (and Postgres' ICU ones) puts them wrongly.
 */
export function compareOrder(a: Ordered, b: Ordered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * `count` new keys between two neighbours; null is the open end. Neighbours with equal keys (two people inserted at
 * the same place at once) leave no room: the key is then made after the second and the server repairs it in its lock.
 */
export function orderKeysBetween(
  before: string | null,
  after: string | null,
  count: number,
): string[] {
  if (before !== null && after !== null && before >= after) {
    return generateNKeysBetween(before, null, count);
  }
  return generateNKeysBetween(before, after, count);
}

/** Whether a text is a key that fractional-indexing can build on; it doesn't look at the digits itself. */
export function isOrderKey(text: string): boolean {
  if (!/^[A-Za-z0-9]+$/.test(text)) return false;
  try {
    generateNKeysBetween(text, null, 1);
    return true;
  } catch {
    return false;
  }
}
