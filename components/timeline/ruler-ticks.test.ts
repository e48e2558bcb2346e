import { expect, test } from "vitest";
import { FRAME_RATES } from "#lib/core/frame-rate.ts";
import { rulerStep } from "./ruler-ticks.ts";

test("labels never collide, ticks divide them evenly, and both are whole frames", () => {
  for (const rate of FRAME_RATES) {
    for (let pxPerFrame = 32; pxPerFrame > 0.0005; pxPerFrame *= 0.83) {
      const { labelFrames, tickFrames } = rulerStep({ pxPerFrame, rate, minLabelPx: 76 });
      expect(labelFrames * pxPerFrame).toBeGreaterThanOrEqual(76);
      expect(labelFrames % tickFrames).toBe(0);
      expect(Number.isInteger(tickFrames)).toBe(true);
    }
  }
});

test("close in it counts frames that divide the second, further out whole seconds and minutes", () => {
  const rate = { num: 24, den: 1 };
  const at = (pxPerFrame: number) => rulerStep({ pxPerFrame, rate, minLabelPx: 76 }).labelFrames;
  expect(at(32)).toBe(3);
  expect(at(10)).toBe(8);
  expect(at(4)).toBe(24);
  expect(at(1)).toBe(5 * 24);
  expect(at(0.05)).toBe(120 * 24);
});
