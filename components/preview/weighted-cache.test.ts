import fc from "fast-check";
import { expect, test } from "vitest";
import { createWeightedCache } from "./weighted-cache.ts";

function cacheOf(limitWeight: number, kept: ReadonlySet<string> = new Set()) {
  const gone: string[] = [];
  const cache = createWeightedCache<{ name: string; weight: number }>({
    limitWeight,
    weigh: ({ weight }) => weight,
    isKept: (key) => kept.has(key),
    dispose: ({ name }) => gone.push(name),
  });
  return { cache, gone, put: (name: string, weight = 1) => cache.set(name, { name, weight }) };
}

test("the least recently used go first", () => {
  const { cache, gone, put } = cacheOf(3);
  put("a");
  put("b");
  put("c");
  cache.get("a");
  put("d");
  expect(gone).toEqual(["b"]);
  put("e", 2);
  expect(gone).toEqual(["b", "c", "a"]);
});

test("what is kept stays, even over the limit", () => {
  const { gone, put } = cacheOf(2, new Set(["a", "b", "c"]));
  put("a");
  put("b");
  put("c");
  put("d");
  expect(gone).toEqual(["d"]);
});

test("every value is disposed of exactly once, and the weight never passes the limit", () => {
  const step = fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const live = new Map<object, number>();
      const cache = createWeightedCache<{ weight: number }>({
        limitWeight: 10,
        weigh: ({ weight }) => weight,
        dispose: (value) => live.set(value, (live.get(value) ?? 0) + 1),
      });
      for (const [key, weight] of steps) {
        const value = { weight };
        live.set(value, 0);
        cache.set(key, value);
        expect(cache.weight()).toBeLessThanOrEqual(10);
      }
      cache.clear();
      expect(cache.weight()).toBe(0);
      expect([...live.values()].every((times) => times === 1)).toBe(true);
    }),
    { seed: 3 },
  );
});
