import fc from "fast-check";
import { expect, test } from "vitest";
import { scheduleOf } from "#lib/core/schedule.ts";
import { testSequence } from "./test-sequence.ts";
import {
  frameAtRoom,
  gapAtRoom,
  layoutOf,
  MIN_SLOT_FRAMES,
  roomAtFrame,
  slotAtFrame,
  slotAtRoom,
  slotRoom,
} from "./timeline-layout.ts";

const RUNS = { seed: 20_260_501, numRuns: 300 };
const story = fc.record({
  holds: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
  lengths: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 40, maxLength: 40 }),
});

function layoutFor({ holds, lengths }: { holds: number[]; lengths: number[] }) {
  return layoutOf(scheduleOf(testSequence({ holds, lengths })));
}

test("a frame's room leads back to the frame, wherever it is", () => {
  fc.assert(
    fc.property(story, fc.double({ min: -50, max: 6_000, noNaN: true }), (made, frame) => {
      const layout = layoutFor(made);
      expect(frameAtRoom(layout, roomAtFrame(layout, frame))).toBeCloseTo(frame, 6);
    }),
    RUNS,
  );
});

test("slots found by halving are those found by looking at each", () => {
  fc.assert(
    fc.property(story, fc.double({ min: -20, max: 5_000, noNaN: true }), (made, place) => {
      const layout = layoutFor(made);
      const linear = (starts: Float64Array) => {
        let found = 0;
        for (let slot = 0; slot < layout.keyframeCount; slot += 1) {
          if ((starts[slot] ?? 0) <= place) found = slot;
        }
        return found;
      };
      expect(slotAtRoom(layout, place)).toBe(linear(layout.startRoom));
      expect(slotAtFrame(layout, place)).toBe(linear(layout.startFrames));
    }),
    RUNS,
  );
});

test("no slot is narrower than can be caught, and time never runs backwards", () => {
  fc.assert(
    fc.property(story, (made) => {
      const layout = layoutFor(made);
      for (let slot = 0; slot < layout.keyframeCount; slot += 1) {
        expect(slotRoom(layout, slot)).toBeGreaterThanOrEqual(MIN_SLOT_FRAMES);
        const frame = layout.startFrames[slot] ?? 0;
        expect(roomAtFrame(layout, frame + 1)).toBeGreaterThan(roomAtFrame(layout, frame));
      }
    }),
    RUNS,
  );
});

test("the layout's frames are the film's", () => {
  const sequence = testSequence({ holds: [12, 0, 5], lengths: [48, 0] });
  const layout = layoutOf(scheduleOf(sequence));
  expect([...layout.startFrames]).toEqual([0, 60, 61, 66]);
  expect(layout.totalFrames).toBe(66);
  expect([...layout.holdFrames]).toEqual([12, 1, 5]);
});

test("the nearest gap is before or after the keyframe, by which half of its slot is pointed at", () => {
  const layout = layoutOf(scheduleOf(testSequence({ holds: [0, 0, 0], lengths: [48, 48] })));
  expect(gapAtRoom(layout, -30)).toBe(0);
  expect(gapAtRoom(layout, 20)).toBe(0);
  expect(gapAtRoom(layout, 30)).toBe(1);
  expect(gapAtRoom(layout, 90)).toBe(2);
  expect(gapAtRoom(layout, 5_000)).toBe(3);
  // The last keyframe has a frame of time, and a card as wide as any.
  expect(gapAtRoom(layout, 110)).toBe(3);
  expect(gapAtRoom(layout, 110, 40)).toBe(2);
});

test("an empty project has a layout, too", () => {
  const layout = layoutOf({ entries: [], totalFrames: 0, keyframeStartFrames: [] });
  expect(layout.totalRoom).toBe(0);
  expect(gapAtRoom(layout, 100)).toBe(0);
  expect(frameAtRoom(layout, 24)).toBe(24);
});
