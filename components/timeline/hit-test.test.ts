import { expect, test } from "vitest";
import { scheduleOf } from "#lib/core/schedule.ts";
import { itemsInBox } from "./box-items.ts";
import { cutMarkY, hitTest, insertButtonX, insertButtonY, type HitScene } from "./hit-test.ts";
import { lanesOf } from "./lanes.ts";
import { testSequence } from "./test-sequence.ts";
import { layoutOf } from "./timeline-layout.ts";
import { xAtRoom } from "./viewport.ts";

/** hold 12, segment 48, hold 0, segment 48, hold 24, cut, hold 24 at four pixels a frame. */
function scene(pxPerFrame = 4): HitScene {
  const sequence = testSequence({ holds: [12, 0, 24, 24], lengths: [48, 48, 0] });
  return {
    sequence,
    layout: layoutOf(scheduleOf(sequence)),
    viewport: { widthPx: 1_000, pxPerFrame, scrollPx: -28 },
    lanes: lanesOf({ heightPx: 240, aspect: 1.6, hasShots: true }),
  };
}

function at(of: HitScene, frameRoom: number, lane: "cards" | "segments", dx = 0) {
  const { top, height } = of.lanes[lane];
  // Low in the lane, where no "+" and no scissors are.
  return hitTest(of, { x: xAtRoom(of.viewport, frameRoom) + dx, y: top + height - 4 });
}

test("a card, its hold and its segment are found where they are drawn", () => {
  const of = scene();
  expect(at(of, 0, "cards", 60)).toMatchObject({ type: "keyframe", index: 0, nearGap: null });
  expect(at(of, 4, "segments")).toMatchObject({ type: "keyframe", index: 0 });
  expect(at(of, 30, "segments")).toEqual({ type: "segment", index: 0, isOnButton: false });
  expect(at(of, 90, "segments")).toEqual({ type: "segment", index: 1, isOnButton: false });
});

test("edges: a hold's on the right of the hold, a segment's before the next keyframe", () => {
  const of = scene();
  expect(at(of, 12, "segments", 2)).toEqual({ type: "hold-edge", index: 0 });
  expect(at(of, 60, "segments", -3)).toEqual({ type: "length-edge", index: 0 });
  // Keyframe 1 has no hold: just right of it lies the edge with which it gets one.
  expect(at(of, 60, "segments", 3)).toEqual({ type: "hold-edge", index: 1 });
  // Before a cut the hold ends the shot.
  expect(at(of, 132, "segments", -3)).toEqual({ type: "hold-edge", index: 2 });
});

test("the scissors select the cut", () => {
  const of = scene();
  const x = xAtRoom(of.viewport, 132);
  expect(hitTest(of, { x: x + 4, y: cutMarkY(of.lanes) })).toMatchObject({
    type: "segment",
    index: 2,
  });
});

test("every gap has its +, and it is found where it is drawn", () => {
  const of = scene(8);
  for (const gapIndex of [0, 1, 2, 3, 4]) {
    const x = insertButtonX(of, gapIndex);
    expect(x).not.toBeNull();
    expect(hitTest(of, { x: x ?? 0, y: insertButtonY(of.lanes) })).toEqual({
      type: "insert",
      gapIndex,
    });
  }
});

test("zoomed far out no + and no edge is in the way of a click", () => {
  const of = scene(0.05);
  expect(insertButtonX(of, 1)).toBeNull();
  expect(at(of, 12, "segments", 0).type).not.toBe("hold-edge");
});

test("the ruler, the shots and the ground beyond the film", () => {
  const of = scene();
  expect(hitTest(of, { x: 300, y: 5 })).toEqual({ type: "ruler" });
  expect(hitTest(of, { x: 300, y: (of.lanes.shots?.top ?? 0) + 5 })).toEqual({
    type: "shot",
    index: 1,
  });
  expect(at(of, 400, "segments")).toEqual({ type: "ground", gapIndex: null });
  expect(at(of, -5, "cards")).toEqual({ type: "ground", gapIndex: 0 });
});

test("a box takes what it touches, lane by lane", () => {
  const of = scene();
  const { cards, segments } = of.lanes;
  const over = (fromY: number, toY: number) =>
    itemsInBox(of, { fromX: 20 * 4, toX: 70 * 4, fromY, toY });
  expect(over(cards.top + 5, cards.top + 10)).toEqual(["keyframe-0", "keyframe-1"]);
  expect(over(segments.top + 5, segments.top + 10)).toEqual([
    "keyframe-0~keyframe-1",
    "keyframe-1~keyframe-2",
  ]);
  expect(over(segments.top + 10, cards.top + 5)).toEqual([
    "keyframe-0",
    "keyframe-0~keyframe-1",
    "keyframe-1",
    "keyframe-1~keyframe-2",
  ]);
});
