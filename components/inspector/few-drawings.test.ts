import { expect, test } from "vitest";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import type { Take } from "#lib/core/take.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { fewDrawingsOf, motionHelp } from "./few-drawings.ts";

const few = { ...DRAFT_DESCRIPTION, id: "few", isDraft: false, nativeFrames: 16 };
const backends = new Map([few, DRAFT_DESCRIPTION].map((one) => [one.id, one]));

function drawingsOf(options: { backendId: string; durationFrames: number; chosenFrames?: number }) {
  const { backendId, durationFrames, chosenFrames } = options;
  const chosenTakeId = chosenFrames === undefined ? null : "take-1";
  const segments = { 0: { backendId, durationFrames, chosenTakeId } };
  const { sequence, records } = storyOf({ count: 2, segments });
  const chosen = { id: "take-1", original: { frames: chosenFrames } } as Take;
  const view = { backends, records: { ...records, take: new Map([["take-1", chosen]]) } };
  return fewDrawingsOf(view, sequence.segments);
}

test("drawings are few where the chosen take, or else the backend, gives fewer than the frames", () => {
  const sixteen = { drawings: 16, frames: 48 };
  expect(drawingsOf({ backendId: "few", durationFrames: 48 })).toEqual(sixteen);
  expect(drawingsOf({ backendId: "few", durationFrames: 16 })).toBeNull();
  expect(drawingsOf({ backendId: "draft", durationFrames: 48 })).toBeNull();
  expect(drawingsOf({ backendId: "draft", durationFrames: 48, chosenFrames: 16 })).toEqual(sixteen);
  expect(drawingsOf({ backendId: "few", durationFrames: 48, chosenFrames: 49 })).toBeNull();
});

test("the help counts what it speaks of", () => {
  const sixteen = { drawings: 16, frames: 48 };
  expect(motionHelp("held", sixteen)).toContain(
    "16 drawings fill 48 frames: each is held for about 3",
  );
  expect(motionHelp("smoothed", sixteen)).toContain("draws what lies between them");
});
