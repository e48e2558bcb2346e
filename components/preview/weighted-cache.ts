/** A cache bounded by the weight of what it holds; the least recently used go first. */
export type WeightedCache<Value> = {
  /** Finds a value and counts that as use. */
  get(key: string): Value | undefined;
  has(key: string): boolean;
  /** Puts a value; one that was there under the key is disposed of. */
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  /** Throws out what is over the limit; called by `set` too. */
  trim(): void;
  weight(): number;
};

/**
 * @param options.isKept values that stay even over the limit; keep them few
 * @param options.dispose called once for each value that leaves
 */
export function createWeightedCache<Value>(options: {
  limitWeight: number;
  weigh: (value: Value) => number;
  isKept?: (key: string) => boolean;
  dispose?: (value: Value) => void;
}): WeightedCache<Value> {
  const { limitWeight, weigh, isKept, dispose } = options;
  // A Map iterates in the order of insertion, so putting back on use keeps the oldest first.
  const values = new Map<string, { value: Value; weight: number }>();
  let total = 0;

  function remove(key: string): void {
    const held = values.get(key);
    if (!held) return;
    values.delete(key);
    total -= held.weight;
    dispose?.(held.value);
  }

  function trim(): void {
    if (total <= limitWeight) return;
    for (const key of [...values.keys()]) {
      if (total <= limitWeight) return;
      if (!isKept?.(key)) remove(key);
    }
  }

  return {
    get(key) {
      const held = values.get(key);
      if (!held) return undefined;
      values.delete(key);
      values.set(key, held);
      return held.value;
    },
    has: (key) => values.has(key),
    set(key, value) {
      remove(key);
      const weight = weigh(value);
      values.set(key, { value, weight });
      total += weight;
      trim();
    },
    delete: remove,
    clear() {
      for (const key of [...values.keys()]) remove(key);
    },
    trim,
    weight: () => total,
  };
}
