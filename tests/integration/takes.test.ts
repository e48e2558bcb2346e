import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Patch } from "#lib/core/change.ts";
import { segmentStateOf } from "#lib/core/segment-state.ts";
import { readClipIndex } from "#lib/media/read-clip-index.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import { deleteTake } from "#lib/projects/delete-take.ts";
import { readClip } from "#lib/projects/read-clip.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import type { TakeRequest } from "#lib/projects/take-request.ts";
import {
  addTestImages,
  createTestStory,
  eventually,
  SMALL,
  viewOf,
} from "#tests/support/test-story.ts";
import type { TestStory } from "#tests/support/test-story.ts";
import { createTestBackend, openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";

const backend = createTestBackend(async () => undefined);
let house: TestHouse;

beforeAll(async () => {
  house = await openWorkingHouse({ backend });
});
beforeEach(() => {
  backend.requests.length = 0;
});
afterAll(() => house.close());

const ask = (story: TestStory, request: TakeRequest) =>
  requestTakes(house.services, { userId: story.userId, projectId: story.projectId, request });

/** The project once no take is under way any more. */
async function settled(story: TestStory) {
  return eventually(
    async () => {
      const view = await viewOf(house.services.database, story.projectId);
      const states = [...view.records.take.values()].map((take) => take.status.state);
      return !states.some((state) => ["queued", "running", "waiting"].includes(state)) && view;
    },
    { timeoutMs: 40_000, what: "all takes to be done" },
  );
}

async function segmentsOf(story: TestStory) {
  const view = await settled(story);
  return view.sequence.segments.map((segment) => {
    const takes = view.takesBySegment.get(segment.id) ?? [];
    return { ...segment, takes, look: segmentStateOf({ ...view, segment, takes }) };
  });
}

test.for([2, 6])("%i drawings become takes, each ready and chosen", async (keyframes) => {
  const story = await createTestStory(house.services, { keyframes });
  expect(await ask(story, { scope: "missing" })).toEqual({
    queued: keyframes - 1,
    reused: 0,
    skipped: 0,
  });
  for (const segment of await segmentsOf(story)) {
    expect(segment.look).toMatchObject({ state: "ready", hasClip: true });
    expect(segment.takes.map((take) => take.number)).toEqual([1]);
    expect(segment.takes[0]?.clip?.frames).toBe(SMALL.segmentFrames);
  }
  const after = await ask(story, { scope: "missing" });
  expect(after).toEqual({ queued: 0, reused: 0, skipped: keyframes - 1 });
});

test("the same drawings elsewhere in the workspace cost nothing, in another workspace they do", async () => {
  const first = await createTestStory(house.services, { keyframes: 3 });
  await ask(first, { scope: "missing" });
  await settled(first);
  expect(backend.requests).toHaveLength(2);

  const copy = await createTestStory(house.services, { ...first, keyframes: 3 });
  expect(await ask(copy, { scope: "missing" })).toEqual({ queued: 0, reused: 2, skipped: 0 });
  const [segment] = await segmentsOf(copy);
  expect(segment?.look).toMatchObject({ state: "ready", hasClip: true });
  expect(backend.requests).toHaveLength(2);

  const stranger = await createTestStory(house.services, { keyframes: 3 });
  expect(await ask(stranger, { scope: "missing" })).toMatchObject({ queued: 2, reused: 0 });
  await settled(stranger);
  expect(backend.requests).toHaveLength(4);
});

test("what was drawn before is not offered once its file is lost", async () => {
  const { blobs } = house.services;
  const first = await createTestStory(house.services, { keyframes: 2 });
  await ask(first, { scope: "missing" });
  const [drawn] = await segmentsOf(first);
  const take = drawn?.takes[0];
  const posterOf = (story: TestStory, takeId: string) =>
    readClip(house.services, { ...story, takeId, key: take?.clip?.key ?? "", part: "poster" });
  await blobs.remove((await posterOf(first, take?.id ?? "")).blobHash);
  const second = await createTestStory(house.services, { ...first, keyframes: 2 });
  expect(await ask(second, { scope: "missing" })).toMatchObject({ queued: 0, reused: 1 });
  const [derived] = await segmentsOf(second);
  const { blobHash } = await posterOf(second, derived?.takes[0]?.id ?? "");
  expect(await blobs.has(blobHash)).toBe(true);
  expect(backend.requests).toHaveLength(1);

  await blobs.remove(take?.original?.hash ?? "");
  const third = await createTestStory(house.services, { ...first, keyframes: 2 });
  expect(await ask(third, { scope: "missing" })).toMatchObject({ queued: 1, reused: 0 });
  const [anew] = await segmentsOf(third);
  expect(anew?.look.state).toBe("ready");
  expect(backend.requests).toHaveLength(2);
});

test("of many equal pairs asked for at once few are drawn", async () => {
  const story = await createTestStory(house.services, { keyframes: 13, imagesRepeatAfter: 2 });
  await ask(story, { scope: "missing" });
  for (const segment of await segmentsOf(story)) expect(segment.look.state).toBe("ready");
  // Two kinds of pair, and two workers that may meet the same one at the same time.
  expect(backend.requests.length).toBeLessThanOrEqual(4);
});

test("an equal take with another length only has its clip derived", async () => {
  const first = await createTestStory(house.services, { keyframes: 2 });
  await ask(first, { scope: "missing" });
  await settled(first);
  const copy = await createTestStory(house.services, { ...first, keyframes: 2 });
  await copy.edit([{ kind: "segment", id: firstSegmentId(copy), to: { easing: "ease-in" } }]);
  expect(await ask(copy, { scope: "missing" })).toMatchObject({ queued: 0, reused: 1 });
  const [segment] = await segmentsOf(copy);
  expect(segment?.look).toMatchObject({ state: "ready", hasClip: true });
  expect(backend.requests).toHaveLength(1);
});

test("another take keeps every earlier one, and a number is never used twice", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  const id = firstSegmentId(story);
  await ask(story, { scope: "missing" });
  await settled(story);
  expect(await ask(story, { scope: "segments", segmentIds: [id] })).toMatchObject({ skipped: 1 });
  await ask(story, { scope: "segments", segmentIds: [id], force: true });
  const [two] = await segmentsOf(story);
  expect(two?.takes.map((take) => take.number)).toEqual([1, 2]);
  expect(two?.record.chosenTakeId).toBe(two?.takes[1]?.id);

  const takeId = two?.takes[1]?.id ?? "";
  await deleteTake(house.services, { ...story, takeId });
  const [one] = await segmentsOf(story);
  expect(one?.record.chosenTakeId).toBe(one?.takes[0]?.id);
  await ask(story, { scope: "segments", segmentIds: [id], force: true });
  const [three] = await segmentsOf(story);
  expect(three?.takes.map((take) => take.number)).toEqual([1, 3]);
});

test("a locked seed is drawn with, and an asked one where none is locked", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  const id = firstSegmentId(story);
  await ask(story, { scope: "segments", segmentIds: [id], seed: 77 });
  await settled(story);
  await story.edit([{ kind: "segment", id, to: { seed: 1234 } }]);
  await ask(story, { scope: "segments", segmentIds: [id], seed: 99 });
  const [segment] = await segmentsOf(story);
  expect(segment?.takes.map((take) => take.recipe.seed)).toEqual([77, 1234]);
});

test("a replaced drawing makes the take stale; the old drawing brings the old take back", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  const { projectId } = story;
  await ask(story, { scope: "missing" });
  const [before] = await segmentsOf(story);
  const [keyframeId = ""] = story.keyframeIds;
  const images = await addTestImages(house.services, { projectId, count: 7, ...SMALL });
  await story.edit([{ kind: "keyframe", id: keyframeId, to: { imageId: images[6] ?? "" } }]);
  expect((await segmentsOf(story))[0]?.look.state).toBe("stale");
  expect(await ask(story, { scope: "stale" })).toMatchObject({ queued: 1 });
  const [after] = await segmentsOf(story);
  expect(after?.look.state).toBe("ready");
  expect(after?.takes).toHaveLength(2);

  const imageId = before?.from.imageId ?? "";
  await story.edit([{ kind: "keyframe", id: keyframeId, to: { imageId } }]);
  expect(await ask(story, { scope: "stale" })).toEqual({ queued: 0, reused: 1, skipped: 0 });
  const [back] = await segmentsOf(story);
  expect(back?.record.chosenTakeId).toBe(before?.record.chosenTakeId);
});

test("another length, size or rate derives the clip anew, draws nothing and makes nothing stale", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  const { userId, projectId } = story;
  await ask(story, { scope: "missing" });
  await settled(story);
  const edit = (to: Patch["to"]) =>
    commitChange(
      { ...house.services, onCommitted: () => undefined },
      {
        userId,
        projectId,
        changeId: randomUUID(),
        label: "Set the project",
        change: { put: [], patch: [{ kind: "project", id: projectId, from: {}, to }], remove: [] },
      },
    );
  for (const segmentFrames of [9, 10, 11, 12]) await edit({ segmentFrames });
  await edit({ width: 160, height: 96, frameRate: { num: 25, den: 1 }, easing: "ease-in" });
  const segment = await eventually(
    async () => {
      const [one] = await segmentsOf(story);
      return one?.look.state === "ready" && one.look.hasClip && one;
    },
    { timeoutMs: 20_000, what: "the new clip" },
  );
  expect(segment.takes).toHaveLength(1);
  expect(segment.takes[0]?.clip?.frames).toBe(12);
  expect(backend.requests).toHaveLength(1);
  const { blobHash } = await readClip(house.services, {
    ...story,
    takeId: segment.takes[0]?.id ?? "",
    key: segment.takes[0]?.clip?.key ?? "",
    part: "clip",
  });
  expect(await readClipIndex(house.services.blobs.path(blobHash))).toMatchObject({
    frames: 12,
    width: 160,
    height: 96,
    frameRate: { num: 25, den: 1 },
  });
});

test("a cut generates nothing", async () => {
  const story = await createTestStory(house.services, { keyframes: 3 });
  await story.edit([{ kind: "segment", id: firstSegmentId(story), to: { type: "cut" } }]);
  expect(await ask(story, { scope: "missing" })).toEqual({ queued: 1, reused: 0, skipped: 1 });
  const [cut, drawn] = await segmentsOf(story);
  expect(cut?.look.state).toBe("cut");
  expect(drawn?.look.state).toBe("ready");
});

test("nobody generates in, or deletes from, a project of others", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  const stranger = await createTestStory(house.services, { keyframes: 0 });
  const trespass = { ...story, userId: stranger.userId };
  await expect(ask(trespass, { scope: "missing" })).rejects.toMatchObject({ code: "not-found" });
  await expect(
    deleteTake(house.services, { ...trespass, takeId: "whatever" }),
  ).rejects.toMatchObject({
    code: "not-found",
  });
  const { database } = house.services;
  await database.membership.create({
    data: { workspaceId: story.workspaceId, userId: stranger.userId, role: "viewer" },
  });
  await expect(ask(trespass, { scope: "missing" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await database.take.count({ where: { projectId: story.projectId } })).toBe(0);
});

function firstSegmentId(story: TestStory): string {
  const [from, to] = story.keyframeIds;
  return `${from}~${to}`;
}
