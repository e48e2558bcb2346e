import fc from "fast-check";
import { expect, it } from "vitest";
import { EASINGS } from "#lib/core/easing.ts";
import { heldTimeMap } from "./time-map.ts";

it("exposes ToonCrafter's 16 drawings on threes over 48 frames", () => {
  const map = heldTimeMap({
    originalFrames: 16,
    span: "closed",
    durationFrames: 48,
    easing: "linear",
  });
  expect(map).toEqual(Array.from({ length: 48 }, (_, frame) => Math.floor(frame / 3)));
});

it("is one to one for an original of the clip's own length, half-open or closed", () => {
  const straight = Array.from({ length: 48 }, (_, frame) => frame);
  expect(
    heldTimeMap({ originalFrames: 48, span: "half-open", durationFrames: 48, easing: "linear" }),
  ).toEqual(straight);
  expect(
    heldTimeMap({ originalFrames: 49, span: "closed", durationFrames: 48, easing: "linear" }),
  ).toEqual(straight);
});

it("never runs backwards or out of the original, and begins at its first frame", () => {
  fc.assert(
    fc.property(
      fc.record({
        originalFrames: fc.integer({ min: 1, max: 200 }),
        span: fc.constantFrom("closed" as const, "half-open" as const),
        durationFrames: fc.integer({ min: 1, max: 300 }),
        easing: fc.constantFrom(...EASINGS),
      }),
      (options) => {
        const map = heldTimeMap(options);
        expect(map).toHaveLength(options.durationFrames);
        expect(map[0]).toBe(0);
        expect(map.every((at, i) => at >= (map[i - 1] ?? 0) && at < options.originalFrames)).toBe(
          true,
        );
      },
    ),
    { seed: 20, numRuns: 300 },
  );
});
