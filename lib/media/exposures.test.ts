import { describe, expect, it } from "vitest";
import { exposuresOf } from "./exposures.ts";

const at = (rate: number, places: readonly number[]) => places.map((place) => place / rate);
const countsOf = (times: readonly number[], end: number) => exposuresOf(times, end).counts;

describe("frames at", () => {
  it("even times are shown once each", () => {
    const times = at(24, [0, 1, 2, 3]);
    expect(exposuresOf(times, 4 / 24)).toMatchObject({ counts: [1, 1, 1, 1] });
    expect(exposuresOf(times, 4 / 24).framesPerSecond).toBeCloseTo(24);
  });

  it("times rounded to milliseconds are even all the same", () => {
    const times = Array.from({ length: 240 }, (_, index) => Math.round((index * 1000) / 60) / 1000);
    expect(new Set(countsOf(times, 4))).toEqual(new Set([1]));
  });

  it("uneven times are exposed for as long as they are meant to be seen", () => {
    expect(countsOf(at(8, [0, 1, 2, 8]), 9 / 8)).toEqual([1, 1, 6, 1]);
    expect(countsOf(at(24000 / 1001, [0, 2, 4, 5, 6, 9]), (12 * 1001) / 24000)).toEqual([
      2, 2, 1, 1, 3, 3,
    ]);
  });

  it("no odd time stamp makes thousands of frames", () => {
    const { counts } = exposuresOf([0, 0.0001, 1, 2], 3);
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(361);
  });

  it("the same time twice are both shown", () => {
    expect(countsOf([0, 0, 0.125, 0.25], 0.375).every((count) => count >= 1)).toBe(true);
  });

  it("one time alone is one frame", () => {
    expect(exposuresOf([5], 5.125)).toEqual({ counts: [1], framesPerSecond: 8 });
  });
});
