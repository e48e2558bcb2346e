import { createWeightedCache } from "./weighted-cache.ts";

export type LoadState<Value> =
  | { readonly state: "absent" }
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: Value }
  | { readonly state: "failed" };

export type WantedLoader<Item, Value> = {
  /** Says what is needed now, the most urgent first. Loads for what is no longer in the list give way. */
  want(items: readonly Item[]): void;
  find(item: Item): LoadState<Value>;
  dispose(): void;
};

/** First wait before another try; it doubles with each failure. */
const RETRY_MS = { first: 1_000, longest: 30_000 };

/**
 * Loads what is wanted, a few at a time, and keeps what was loaded up to a weight. A failure is tried again for as long
 * as the item stays wanted.
 * @param options.load rejects when it can't; the signal fires when the item is no longer wanted
 * @param options.onChange called when an item has become ready or has failed
 */
export function createWantedLoader<Item, Value>(options: {
  keyOf: (item: Item) => string;
  load: (item: Item, signal: AbortSignal) => Promise<Value>;
  weigh: (value: Value) => number;
  dispose?: (value: Value) => void;
  limitWeight: number;
  concurrency: number;
  onChange: () => void;
}): WantedLoader<Item, Value> {
  const { keyOf, load, onChange } = options;
  let wanted = new Map<string, Item>();
  let isDisposed = false;
  const loading = new Map<string, AbortController>();
  const failures = new Map<
    string,
    { count: number; timer: ReturnType<typeof setTimeout> | null }
  >();
  const values = createWeightedCache<Value>({
    limitWeight: options.limitWeight,
    weigh: options.weigh,
    isKept: (key) => wanted.has(key),
    ...(options.dispose ? { dispose: options.dispose } : {}),
  });

  function startNext(): void {
    for (const [key, item] of wanted) {
      if (loading.size >= options.concurrency) return;
      const isResting = failures.get(key)?.timer != null;
      if (!values.has(key) && !loading.has(key) && !isResting) void start(key, item);
    }
  }

  async function start(key: string, item: Item): Promise<void> {
    const controller = new AbortController();
    loading.set(key, controller);
    try {
      const value = await load(item, controller.signal);
      if (isDisposed) {
        options.dispose?.(value);
        return;
      }
      failures.delete(key);
      values.set(key, value);
    } catch {
      // Every failure is handled alike: what stands in is shown with a mark, and the load is tried again.
      if (isDisposed || controller.signal.aborted) return;
      rest(key);
    } finally {
      if (loading.get(key) === controller) loading.delete(key);
      if (!isDisposed) startNext();
    }
    onChange();
  }

  function rest(key: string): void {
    const count = (failures.get(key)?.count ?? 0) + 1;
    const waitMs = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** (count - 1));
    const failure = {
      count,
      timer: setTimeout(() => {
        failures.set(key, { count, timer: null });
        startNext();
      }, waitMs),
    };
    failures.set(key, failure);
  }

  return {
    want(items) {
      wanted = new Map(items.map((item) => [keyOf(item), item]));
      for (const [key, controller] of loading) {
        if (wanted.has(key)) continue;
        loading.delete(key);
        controller.abort();
      }
      values.trim();
      startNext();
    },
    find(item) {
      const key = keyOf(item);
      const value = values.get(key);
      if (value !== undefined) return { state: "ready", value };
      if (failures.has(key)) return { state: "failed" };
      return loading.has(key) ? { state: "loading" } : { state: "absent" };
    },
    dispose() {
      isDisposed = true;
      for (const controller of loading.values()) controller.abort();
      for (const { timer } of failures.values()) if (timer) clearTimeout(timer);
      values.clear();
    },
  };
}
