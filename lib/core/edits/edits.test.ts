import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { drawingId, storyOf, type Story } from "#tests/support/sequence-fixture.ts";
import { applyChange, effectiveChange, invertChange, type Change } from "../change.ts";
import { scheduleOf } from "../schedule.ts";
import { sequenceOf } from "../sequence.ts";
import { duplicateKeyframes } from "./duplicate-keyframes.ts";
import { insertKeyframes } from "./insert-keyframes.ts";
import { moveKeyframes } from "./move-keyframes.ts";
import { removeKeyframes } from "./remove-keyframes.ts";
import { setCut } from "./set-cut.ts";
import { setKeyframes } from "./set-keyframes.ts";
import { setProject } from "./set-project.ts";
import { setSegments } from "./set-segments.ts";

/** The story after an edit as one reads it: "0 1 | 2" is three drawings with a cut before the last. */
function told({ project, records }: Story, change: Change): string {
  const { keyframes, segments } = sequenceOf(project, applyChange(records, change));
  return keyframes
    .map(({ id }, place) => id.replace("drawing-", "") + (segments[place]?.isCut ? " |" : ""))
    .join(" ");
}
const fresh = (...names: string[]) =>
  names.map((name) => ({ id: `drawing-${name}`, imageId: "f".repeat(64), label: name }));
const ids = (...places: number[]) => places.map(drawingId);
const CUT = { type: "cut" as const };

describe("keyframes in a sequence", () => {
  const story = storyOf({ count: 4 });
  const { sequence } = story;

  it("are inserted in the gap asked for, in their order", () => {
    const insert = (index: number) =>
      told(story, insertKeyframes({ sequence, index, keyframes: fresh("x", "y") }));
    expect(insert(0)).toBe("x y 0 1 2 3");
    expect(insert(2)).toBe("0 1 x y 2 3");
    expect(insert(4)).toBe("0 1 2 3 x y");
    expect(insert(99)).toBe("0 1 2 3 x y");
  });

  it("move together to a gap, and stay put when they are there already", () => {
    const move = (keyframeIds: string[], toIndex: number) =>
      moveKeyframes({ sequence, keyframeIds, toIndex });
    expect(told(story, move(ids(0), 4))).toBe("1 2 3 0");
    expect(told(story, move(ids(3, 1), 0))).toBe("1 3 0 2");
    expect(told(story, move(ids(0, 2), 3))).toBe("1 0 2 3");
    expect(move(ids(1), 1).patch).toEqual([]);
    expect(move(ids(1, 2), 2).patch).toEqual([]);
  });

  it("move as a list's items would, for any choice and gap", () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3]), fc.integer({ min: 0, max: 4 }), (places, toIndex) => {
        const rest = [0, 1, 2, 3].filter((place) => !places.includes(place));
        const before = rest.filter((place) => place < toIndex);
        const after = rest.filter((place) => place >= toIndex);
        const change = moveKeyframes({ sequence, keyframeIds: ids(...places), toIndex });
        expect(told(story, change)).toBe([...before, ...places, ...after].join(" "));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("are taken out, and copied behind the last of them with all that they say", () => {
    expect(told(story, removeKeyframes({ sequence, keyframeIds: ids(1, 2) }))).toBe("0 3");
    const copies = duplicateKeyframes({
      sequence,
      keyframeIds: ids(2, 0),
      newIds: ["drawing-a", "drawing-b"],
    });
    expect(told(story, copies)).toBe("0 1 2 a b 3");
    const labels = copies.put.map((record) => (record.kind === "keyframe" ? record.label : ""));
    expect(labels).toEqual(["d0", "d2"]);
  });

  it("find room behind a neighbour that another person put at the same place", () => {
    const [first, second, third] = sequence.keyframes;
    if (!first || !second || !third) throw new Error("the story has four drawings");
    const twins = [first, { ...second, order: first.order }, third];
    const change = insertKeyframes({
      sequence: { keyframes: twins, segments: [] },
      index: 1,
      keyframes: fresh("x"),
    });
    const [put] = change.put;
    const order = put?.kind === "keyframe" ? put.order : "";
    expect(order > first.order && order < third.order).toBe(true);
  });
});

describe("cuts", () => {
  const story = storyOf({ count: 5, segments: { 1: { ...CUT, shotName: "Rain" } } });
  const { sequence, project } = story;

  it("stay before the drawing that begins the shot, whatever comes, goes or moves", () => {
    const insert = (index: number) =>
      told(story, insertKeyframes({ sequence, index, keyframes: fresh("x") }));
    const move = (places: number[], toIndex: number) =>
      told(story, moveKeyframes({ sequence, keyframeIds: ids(...places), toIndex }));
    const remove = (...places: number[]) =>
      told(story, removeKeyframes({ sequence, keyframeIds: ids(...places) }));
    expect(insert(2)).toBe("0 1 x | 2 3 4");
    expect(insert(3)).toBe("0 1 | 2 x 3 4");
    expect(remove(1)).toBe("0 | 2 3 4");
    expect(remove(2)).toBe("0 1 | 3 4");
    expect(remove(2, 3, 4)).toBe("0 1");
    expect(remove(0, 1)).toBe("2 3 4");
    expect(move([2], 5)).toBe("0 1 | 3 4 2");
    expect(move([1], 4)).toBe("0 | 2 3 1 4");
    expect(move([2, 3, 4], 1)).toBe("0 | 2 3 4 1");
    expect(
      told(story, duplicateKeyframes({ sequence, keyframeIds: ids(1), newIds: ["drawing-x"] })),
    ).toBe("0 1 x | 2 3 4");
  });

  it("keep the shot's name", () => {
    const change = removeKeyframes({ sequence, keyframeIds: ids(2) });
    const after = applyChange(story.records, change);
    expect(after.segment.get("drawing-1~drawing-3")?.shotName).toBe("Rain");
  });

  it("leave every later drawing at its frame, and give the frames back", () => {
    const plain = storyOf({ count: 4, holds: { 1: 6 }, segments: { 1: { durationFrames: 20 } } });
    const segmentIds = plain.sequence.segments.map((segment) => segment.id).slice(0, 2);
    const before = scheduleOf(plain.sequence).keyframeStartFrames;
    const change = setCut({ ...plain, segmentIds, isCut: true });
    const records = applyChange(plain.records, change);
    const cut = sequenceOf(plain.project, records);
    expect(cut.segments.map((segment) => segment.isCut)).toEqual([true, true, false]);
    expect(cut.keyframes.map((keyframe) => keyframe.holdFrames)).toEqual([48, 26, 0, 0]);
    expect(scheduleOf(cut).keyframeStartFrames).toEqual(before);
    const back = setCut({ project: plain.project, sequence: cut, segmentIds, isCut: false });
    const again = sequenceOf(plain.project, applyChange(records, back));
    expect(again.keyframes).toEqual(plain.sequence.keyframes);
    expect(scheduleOf(again).keyframeStartFrames).toEqual(before);
  });

  it("use up a hold that was shortened since", () => {
    const [cut] = sequence.segments.filter((segment) => segment.isCut);
    const change = setCut({ project, sequence, segmentIds: [cut?.id ?? ""], isCut: false });
    const after = applyChange(story.records, change);
    expect(after.keyframe.get(drawingId(1))?.holdFrames).toBe(0);
  });
});

describe("properties", () => {
  const story = storyOf({ count: 3, holds: { 0: 4 } });
  const { project, records, sequence } = story;

  it("say only what differs, with its true value before, and are taken back whole", () => {
    const change = setKeyframes({ keyframes: sequence.keyframes, fields: { holdFrames: 4 } });
    expect(change.patch.map((edit) => [edit.id, edit.from, edit.to])).toEqual([
      [drawingId(1), { holdFrames: 0 }, { holdFrames: 4 }],
      [drawingId(2), { holdFrames: 0 }, { holdFrames: 4 }],
    ]);
    expect(effectiveChange(records, change)).toEqual(change);
    const after = applyChange(applyChange(records, change), invertChange(change));
    expect(after).toEqual(records);
  });

  it("are set on segments that had nothing set, and on the project", () => {
    const change = setSegments({ segments: sequence.segments, fields: { prompt: "rain" } });
    const after = applyChange(records, change);
    expect([...after.segment.values()].map((segment) => segment.prompt)).toEqual(["rain", "rain"]);
    expect(setProject({ project, fields: { name: "Story" } }).patch).toEqual([]);
    expect(setProject({ project, fields: { width: 512, name: "Story" } }).patch).toEqual([
      { kind: "project", id: project.id, from: { width: 1024 }, to: { width: 512 } },
    ]);
  });
});
