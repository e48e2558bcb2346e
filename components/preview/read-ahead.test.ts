import { expect, test } from "vitest";
import { segmentIdOf } from "#lib/core/ids.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { newProject } from "#lib/core/project.ts";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom, type AnyRecord } from "#lib/core/records.ts";
import { defaultSegment } from "#lib/core/segment.ts";
import type { Take } from "#lib/core/take.ts";
import { pictureAt } from "./picture-at.ts";
import type { PreviewView } from "./preview-props.ts";
import { readAheadOf } from "./read-ahead.ts";

const imageIdOf = (index: number) => String(index).repeat(64);

/** Keyframes joined by ten frames each; `clips` says the length of each segment's clip, or null for no take. */
function viewOf(clips: readonly (number | null)[]): ProjectView {
  const keyframes = Array.from({ length: clips.length + 1 }, (_, n) =>
    newKeyframe({ id: `keyframe-${n}`, order: `a${n}`, imageId: imageIdOf(n) }),
  );
  const records: AnyRecord[] = [
    { ...newProject("project-1", "Test"), segmentFrames: 10 },
    ...keyframes,
  ];
  clips.forEach((frames, n) => {
    const id = segmentIdOf(`keyframe-${n}`, `keyframe-${n + 1}`);
    if (frames === null) return;
    records.push({ ...defaultSegment(id), chosenTakeId: `take-of-${n}` });
    const seams = { firstPsnrDb: 50, lastPsnrDb: 30 };
    const recipe: Partial<Take["recipe"]> = {
      fromImageId: imageIdOf(n),
      toImageId: imageIdOf(n + 1),
    };
    const take: Partial<Omit<Take, "recipe">> & { kind: "take"; id: string } = {
      kind: "take",
      id: `take-of-${n}`,
      segmentId: id,
      number: 1,
      status: { state: "ready", readyAt: "", elapsedMs: 0 },
      original: null,
      clip: { key: `clip-${n}`, frames, seams },
    };
    // The preview reads only these fields of a take.
    records.push({ ...take, recipe } as Take);
  });
  const view = projectViewOf({ records: recordsFrom(records), backends: new Map() });
  if (!view) throw new Error("no project");
  return view;
}

const plan = (
  view: PreviewView,
  options: { frame: number; direction?: 1 | -1; loop?: [number, number] },
) => {
  const [startFrame, endFrame] = options.loop ?? [0, view.schedule.totalFrames];
  const { clipFrames, clips, imageIds } = readAheadOf({
    view,
    frame: options.frame,
    direction: options.direction ?? 1,
    bounds: { startFrame, endFrame, isLooping: options.loop !== undefined },
    frameBudget: 15,
  });
  return {
    frames: clipFrames.map(({ clip, frame }) => `${clip.key}:${frame}`),
    clips: clips.map(({ key }) => key),
    imageIds,
  };
};

test("the next frames come in the order of play, over segments and past those without a take", () => {
  const { frames, clips, imageIds } = plan(viewOf([10, null, 10]), { frame: 7 });
  expect(frames.slice(0, 5)).toEqual(["clip-0:7", "clip-0:8", "clip-0:9", "clip-2:0", "clip-2:1"]);
  expect(clips).toEqual(["clip-0", "clip-2"]);
  expect(imageIds).toEqual([0, 1, 2, 3].map(imageIdOf));
});

test("backwards, the frames before come first", () => {
  const { frames } = plan(viewOf([10, 10]), { frame: 11, direction: -1 });
  expect(frames.slice(0, 4)).toEqual(["clip-1:1", "clip-1:0", "clip-0:9", "clip-0:8"]);
});

test("a loop's seam is crossed", () => {
  const { frames } = plan(viewOf([10, 10]), { frame: 8, loop: [3, 10] });
  expect(frames.slice(0, 4)).toEqual(["clip-0:8", "clip-0:9", "clip-0:3", "clip-0:4"]);
});

test("never more frames than the budget, and a film of nothing needs nothing", () => {
  expect(plan(viewOf([10, 10, 10]), { frame: 0 }).frames).toHaveLength(15);
  const empty = { startFrame: 0, endFrame: 0, isLooping: true };
  const view = {
    ...viewOf([]),
    schedule: { entries: [], totalFrames: 0, keyframeStartFrames: [] },
  };
  expect(
    readAheadOf({ view, frame: 0, direction: 1, bounds: empty, frameBudget: 5 }).imageIds,
  ).toEqual([]);
});

test("a clip of another length is played at the segment's", () => {
  const view = viewOf([5]);
  const shown = [0, 1, 2, 9].map((frame) => {
    const picture = pictureAt(view, frame);
    return picture.type === "clip" ? picture.clipFrame : null;
  });
  expect(shown).toEqual([0, 0, 1, 4]);
  expect(pictureAt(view, 3)).toMatchObject({ isOutdated: true });
  expect(pictureAt(view, 10)).toMatchObject({ type: "image", mark: null });
  expect(pictureAt(viewOf([null]), 3)).toMatchObject({ type: "image", mark: "no-take" });
});

test("a take of drawings that were replaced since says so, on both sides of the new one", () => {
  const view = viewOf([10, 10, 10]);
  const replaced = view.records.keyframe.get("keyframe-1");
  if (!replaced) throw new Error("no keyframe");
  const keyframe = new Map(view.records.keyframe).set("keyframe-1", {
    ...replaced,
    imageId: imageIdOf(9),
  });
  const after = projectViewOf({ records: { ...view.records, keyframe }, backends: new Map() });
  if (!after) throw new Error("no project");
  const isOld = (frame: number) => {
    const picture = pictureAt(after, frame);
    return picture.type === "clip" && picture.isOfOldDrawing;
  };
  expect([3, 13, 23].map(isOld)).toEqual([true, true, false]);
});
