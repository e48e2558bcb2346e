import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { compareOrder, isOrderKey, orderKeysBetween } from "./order.ts";

describe("order keys", () => {
  it("stay distinct and where they were put through any run of inserts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 4 })), {
          maxLength: 60,
          size: "max",
        }),
        (inserts) => {
          const keys: string[] = [];
          for (const [at, count] of inserts) {
            const gap = at % (keys.length + 1);
            const fresh = orderKeysBetween(keys[gap - 1] ?? null, keys[gap] ?? null, count);
            expect(fresh).toHaveLength(count);
            keys.splice(gap, 0, ...fresh);
          }
          const sorted = keys
            .map((order) => ({ id: "same", order }))
            .sort(compareOrder)
            .map(({ order }) => order);
          expect(sorted).toEqual(keys);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.every(isOrderKey)).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("compare by code unit, capitals first, and by id when equal", () => {
    const sorted = [
      { id: "b", order: "a1" },
      { id: "a", order: "a1" },
      { id: "c", order: "Zz" },
      { id: "d", order: "a0V" },
    ].sort(compareOrder);
    expect(sorted.map(({ id }) => id)).toEqual(["c", "d", "a", "b"]);
  });

  it("are told from other texts", () => {
    for (const text of ["a0", "Zz", "a0V", "b00"]) expect(isOrderKey(text)).toBe(true);
    for (const text of ["", "0", "a", "a00", "A0", "a0-"]) expect(isOrderKey(text)).toBe(false);
  });
});
