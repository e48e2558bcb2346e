import { expect, test } from "vitest";
import type { SegmentState } from "#lib/core/segment-state.ts";
import type { Take } from "#lib/core/take.ts";
import { keyframeLabel, segmentLabel } from "./item-label.ts";
import { segmentLookOf } from "./segment-look.ts";
import { createSegmentStates } from "./segment-states.ts";
import { testSequence } from "./test-sequence.ts";

const take = { number: 2, recipe: { backendId: "draft" } } as Take;
const sequence = testSequence({ holds: [0, 12, 0], lengths: [48, 0] });
const [segment, cut] = sequence.segments;

function labelOf(
  state: SegmentState,
  progress?: { fraction: number | null; detail: string; queuePosition: number | null },
) {
  const look = segmentLookOf({ state, progress, backends: new Map() });
  if (!segment) throw new Error("the story has a segment");
  return segmentLabel(segment, look, "take" in state ? state.take.number : null);
}

test("each state of a segment says what it is and what comes next", () => {
  const error = { errorClass: "rejected" as const, message: "Choose another backend." };
  expect(labelOf({ state: "empty" })).toBe("Segment 1 to 2, empty, 48 frames");
  expect(labelOf({ state: "ready", take, hasClip: true })).toBe(
    "Segment 1 to 2, ready, take 2, 48 frames",
  );
  expect(labelOf({ state: "ready", take, hasClip: false })).toContain("clip being prepared");
  expect(labelOf({ state: "stale", take, hasClip: true })).toContain("stale, take 2");
  expect(
    labelOf({ state: "queued", take }, { fraction: null, detail: "", queuePosition: 3 }),
  ).toContain("queued position 3");
  expect(
    labelOf({ state: "running", take }, { fraction: 0.4, detail: "", queuePosition: null }),
  ).toContain("drawing 40 %");
  expect(labelOf({ state: "waiting", take, until: "2026-05-01T14:32:00" })).toMatch(
    /waiting continues .*32/,
  );
  expect(labelOf({ state: "failed", take, error })).toContain("failed: Choose another backend.");
});

test("a cut and a keyframe say what they are", () => {
  const look = segmentLookOf({ state: { state: "cut" }, progress: undefined, backends: new Map() });
  expect(cut && segmentLabel(cut, look, null)).toBe("Segment 2 to 3, cut");
  const keyframe = sequence.keyframes[1];
  expect(keyframe && keyframeLabel({ ...keyframe, label: "walk-03" }, 1)).toBe(
    "Keyframe 2, walk-03, hold 12 frames",
  );
});

test("before a view has come every segment is empty", () => {
  const states = createSegmentStates();
  expect(segment && states.exact(segment)).toEqual({ state: "empty" });
  expect(cut && states.tone(cut)).toBe("cut");
  expect(states.refine(0, () => true)).toBeNull();
});
