import { expect, test } from "vitest";
import type { SegmentState } from "#lib/core/segment-state.ts";
import type { Take } from "#lib/core/take.ts";
import { NO_HOLDS, type BackendHold, type TakeHolds } from "#lib/core/take-outlook.ts";
import { keyframeLabel, segmentLabel } from "./item-label.ts";
import { segmentLookOf } from "./segment-look.ts";
import { createSegmentStates } from "./segment-states.ts";
import { testSequence } from "./test-sequence.ts";

const take = { number: 2, recipe: { backendId: "draft" } } as Take;
const AT = "2026-05-01T12:00:00Z";
const queued: Take = { ...take, status: { state: "queued", queuedAt: AT } };
const running: Take = { ...take, status: { state: "running", attempt: 1, startedAt: AT } };
const message = "The quota is used up.";
const waiting: Take = {
  ...take,
  status: {
    state: "waiting",
    until: "2100-05-01T14:32:00",
    error: { errorClass: "quota", message },
  },
};
const sequence = testSequence({ holds: [0, 12, 0], lengths: [48, 0] });
const [segment, cut] = sequence.segments;

function labelOf(
  state: SegmentState,
  options: {
    progress?: { fraction: number | null; detail: string; queuePosition: number | null };
    holds?: TakeHolds;
    place?: number;
  } = {},
) {
  const { progress, holds = NO_HOLDS, place } = options;
  const look = segmentLookOf({ state, progress, backends: new Map(), holds, place });
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
  const position = { fraction: null, detail: "", queuePosition: 3 };
  expect(labelOf({ state: "queued", take: queued }, { progress: position })).toContain(
    "queued position 3",
  );
  const some = { fraction: 0.4, detail: "", queuePosition: null };
  expect(labelOf({ state: "running", take: running }, { progress: some })).toContain(
    "drawing 40 %",
  );
  expect(labelOf({ state: "waiting", take: waiting, until: "" })).toMatch(
    /waiting continues 1 May .*32/,
  );
  expect(labelOf({ state: "failed", take, error })).toContain("failed: Choose another backend.");
});

test("a queued take says its place in line, and what holds it back", () => {
  const state = { state: "queued" as const, take: queued };
  const held = (hold: BackendHold) => ({
    isPaused: false,
    byBackend: new Map([["draft", hold]]),
  });
  expect(labelOf(state, { place: 1 })).toContain("queued next in line");
  expect(labelOf(state, { place: 3 })).toContain("queued 3rd in line");
  expect(labelOf(state, { place: 12 })).toContain("queued 12th in line");
  expect(labelOf(state, { holds: { isPaused: true, byBackend: new Map() }, place: 3 })).toBe(
    "Segment 1 to 2, paused, take 2, 48 frames",
  );
  const until = held({ type: "until", until: "2100-05-01T14:32:00", message });
  expect(labelOf(state, { holds: until, place: 3 })).toMatch(/waiting continues 1 May .*32/);
  expect(labelOf(state, { holds: held({ type: "disabled" }) })).toContain(
    "waiting draft is switched off",
  );
  // What is being drawn goes on to its end.
  expect(labelOf({ state: "running", take: running }, { holds: until })).toContain("drawing");
});

test("a cut and a keyframe say what they are", () => {
  const look = segmentLookOf({
    state: { state: "cut" },
    progress: undefined,
    backends: new Map(),
    holds: NO_HOLDS,
    place: undefined,
  });
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
