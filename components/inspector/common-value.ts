/** A property over many records: what they all have, or that they differ. */
export type CommonValue<T> =
  { readonly isMixed: false; readonly value: T } | { readonly isMixed: true };

/** The value that all items share. An empty list has no value, and so is mixed. */
export function commonValue<Item, T extends string | number | boolean | null>(
  items: readonly Item[],
  read: (item: Item) => T,
): CommonValue<T> {
  const [first] = items;
  if (first === undefined) return { isMixed: true };
  const value = read(first);
  return items.every((item) => read(item) === value)
    ? { isMixed: false, value }
    : { isMixed: true };
}

/** For a field: the shared value, or null when they differ. */
export function sharedOrNull<T>(common: CommonValue<T>): T | null {
  return common.isMixed ? null : common.value;
}
