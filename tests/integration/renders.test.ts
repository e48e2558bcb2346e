import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { clipKeyOf, holdSpecOf } from "#lib/core/clip-key.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { clearOld } from "#lib/jobs/handlers/clear-old.ts";
import { sweepFiles } from "#lib/jobs/handlers/sweep-files.ts";
import { cancelRender } from "#lib/projects/cancel-render.ts";
import { readClip } from "#lib/projects/read-clip.ts";
import { readFilm } from "#lib/projects/read-film.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import {
  createTestStory,
  eventually,
  SMALL,
  viewOf,
  type TestStory,
} from "#tests/support/test-story.ts";
import { openTestHouse, openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openWorkingHouse();
});
afterAll(() => house.close());

const FRAMES = SMALL.segmentFrames;
const exported = (story: TestStory, allowMissing = false) =>
  requestRender(house.services, { ...story, allowMissing });

async function generated(story: TestStory): Promise<void> {
  await requestTakes(house.services, { ...story, request: { scope: "missing" } });
  await eventually(
    async () => {
      const { records } = await viewOf(house.services.database, story.projectId);
      return [...records.take.values()].every((take) => take.status.state === "ready");
    },
    { timeoutMs: 40_000, what: "all takes ready" },
  );
}

async function filmOf(story: TestStory, renderId: string) {
  return eventually(() => readFilm(house.services, { ...story, renderId }).catch(() => null), {
    timeoutMs: 40_000,
    what: "the film",
  });
}

/** A hash for each frame of a clip or film in the store. */
async function framesOf(blobHash: string): Promise<string[]> {
  const frames: string[] = [];
  for await (const frame of decodeClip(house.services.blobs.path(blobHash))) {
    frames.push(createHash("sha256").update(frame.data).digest("hex"));
  }
  return frames;
}

test("a project without drawings is refused with what to do", async () => {
  const story = await createTestStory(house.services, { keyframes: 0 });
  await expect(exported(story)).rejects.toMatchObject({ code: "invalid" });
  await expect(exported(story)).rejects.toThrow("Add a key drawing");
});

test.for([
  { holdFrames: 0, shown: 1 },
  { holdFrames: 250, shown: 250 },
])("one drawing held for $holdFrames is a film of $shown frames", async ({ holdFrames, shown }) => {
  const story = await createTestStory(house.services, { keyframes: 1 });
  const [id = ""] = story.keyframeIds;
  await story.edit([{ kind: "keyframe", id, to: { holdFrames } }]);
  const { renderId } = await exported(story);
  const { blobHash, projectName } = await filmOf(story, renderId);
  expect(projectName).toBe("Walk");
  expect(await framesOf(blobHash)).toHaveLength(shown);
});

test("a film shows at each frame what the schedule says", async () => {
  const story = await createTestStory(house.services, { keyframes: 5 });
  const [one = "", two = "", three = "", four = ""] = story.keyframeIds;
  await story.edit([
    { kind: "keyframe", id: two, to: { holdFrames: 3 } },
    { kind: "segment", id: `${two}~${three}`, to: { type: "cut" } },
    { kind: "segment", id: `${three}~${four}`, to: { durationFrames: 5, easing: "ease-in-out" } },
    { kind: "segment", id: `${one}~${two}`, to: { shotName: "Street" } },
  ]);
  await generated(story);
  const { renderId } = await exported(story);
  const frames = await framesOf((await filmOf(story, renderId)).blobHash);

  const view = await viewOf(house.services.database, story.projectId);
  expect(frames).toHaveLength(view.schedule.totalFrames);
  expect(view.schedule.totalFrames).toBe(FRAMES + 3 + 5 + FRAMES + 1);
  const shownOf = (startFrame: number, count: number) =>
    frames.slice(startFrame, startFrame + count);
  for (const entry of view.schedule.entries) {
    const shown = shownOf(entry.startFrame, entry.frames);
    if (entry.type === "hold") {
      const imageId = view.sequence.keyframes[entry.keyframeIndex]?.imageId ?? "";
      const key = clipKeyOf(holdSpecOf(view.project, imageId, entry.frames));
      const still = await house.services.database.clip.findUnique({ where: { key } });
      expect(shown).toEqual(await framesOf(still?.blobHash ?? ""));
      continue;
    }
    const segment = view.sequence.segments[entry.segmentIndex];
    const take = view.records.take.get(segment?.record.chosenTakeId ?? "");
    const name = { takeId: take?.id ?? "", key: take?.clip?.key ?? "", part: "clip" as const };
    const clip = await readClip(house.services, { ...story, ...name });
    expect(shown).toEqual(await framesOf(clip.blobHash));
  }
});

test("segments without a take are named, or shown as their first drawing held on wish", async () => {
  const story = await createTestStory(house.services, { keyframes: 3 });
  await expect(exported(story)).rejects.toMatchObject({ code: "conflict" });
  await expect(exported(story)).rejects.toThrow("K1 → K2, K2 → K3");
  const { renderId } = await exported(story, true);
  expect(await framesOf((await filmOf(story, renderId)).blobHash)).toHaveLength(2 * FRAMES + 1);
});

test("an equal film is given again; after an edit a new one is made, also with clips of another length", async () => {
  const story = await createTestStory(house.services, { keyframes: 3 });
  await generated(story);
  const first = await exported(story);
  await filmOf(story, first.renderId);
  expect(await exported(story)).toEqual(first);
  await story.edit([{ kind: "project", id: story.projectId, to: { segmentFrames: 4 } }]);
  const second = await exported(story);
  expect(second).not.toEqual(first);
  expect(await framesOf((await filmOf(story, second.renderId)).blobHash)).toHaveLength(9);
  await story.edit([{ kind: "project", id: story.projectId, to: { segmentFrames: FRAMES } }]);
  expect(await exported(story)).toEqual(first);
});

test("a film stays what it was when the project changes before it is made", async () => {
  const idle = await openTestHouse();
  const story = await createTestStory(idle.services, { keyframes: 2 });
  const { renderId } = await requestRender(idle.services, { ...story, allowMissing: true });
  await story.edit([{ kind: "project", id: story.projectId, to: { segmentFrames: 2 } }]);
  const row = await idle.services.database.render.findFirst({ where: { id: renderId } });
  expect(row).toMatchObject({ state: "queued", totalFrames: FRAMES + 1 });
  await cancelRender(idle.services, { ...story, renderId });
  expect(await idle.services.queue.liveKeys("render-film")).toEqual(new Set());
  await expect(readFilm(idle.services, { ...story, renderId })).rejects.toMatchObject({
    code: "conflict",
  });
  await idle.close();
});

test("films and clips are for those who may see the project, whatever they know", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  await generated(story);
  const { renderId } = await exported(story);
  await filmOf(story, renderId);
  const view = await viewOf(house.services.database, story.projectId);
  const [take] = view.records.take.values();
  const stranger = await createTestStory(house.services, { keyframes: 2 });
  const theirs = { userId: stranger.userId, projectId: story.projectId };
  const clip = { takeId: take?.id ?? "", key: take?.clip?.key ?? "", part: "clip" as const };
  for (const trespass of [
    () => readFilm(house.services, { ...theirs, renderId }),
    () => readFilm(house.services, { ...stranger, renderId }),
    () => readClip(house.services, { ...theirs, ...clip }),
    () => readClip(house.services, { ...stranger, ...clip }),
    () => readClip(house.services, { ...story, ...clip, key: "0".repeat(64) }),
    () => requestRender(house.services, { ...theirs, allowMissing: true }),
    () => cancelRender(house.services, { ...theirs, renderId }),
  ]) {
    await expect(trespass()).rejects.toMatchObject({ code: "not-found" });
  }
});

test("the sweep keeps all that is named, and takes the rest", async () => {
  const story = await createTestStory(house.services, { keyframes: 2 });
  await generated(story);
  const { renderId } = await exported(story);
  const film = await filmOf(story, renderId);
  const before = new Set<string>();
  for await (const { hash } of house.services.blobs.list()) before.add(hash);
  const orphan = await house.services.blobs.putBytes(Buffer.from("nobody names this"));
  const swept = await sweepFiles(house.services, { temporaryAgeMs: 0, blobGraceMs: -60_000 });
  expect(swept).toEqual({ temporary: 0, blobs: 1 });
  expect(await house.services.blobs.has(orphan.hash)).toBe(false);
  for (const hash of before) expect(await house.services.blobs.has(hash)).toBe(true);
  expect(await framesOf(film.blobHash)).toHaveLength(FRAMES + 1);
});

test("old films, unused clips and deleted projects give their room back; what is shown stays", async () => {
  const own = await openWorkingHouse();
  onTestFinished(() => own.close());
  const { database, blobs } = own.services;
  const story = await createTestStory(own.services, { keyframes: 2 });
  const deleted = await createTestStory(own.services, { keyframes: 2 });
  const filmAt = async (segmentFrames: number) => {
    await story.edit([{ kind: "project", id: story.projectId, to: { segmentFrames } }]);
    const { renderId } = await requestRender(own.services, { ...story, allowMissing: true });
    const read = () => readFilm(own.services, { ...story, renderId }).catch(() => null);
    const film = await eventually(read, { timeoutMs: 40_000, what: "the film" });
    return { renderId, ...film };
  };
  const oldest = await filmAt(2);
  const newest = await filmAt(3);
  const where = { id: deleted.projectId };
  await database.project.update({ where, data: { deletedAt: new Date(Date.now() - 60_000) } });
  const { updatedAt } = await database.project.findUniqueOrThrow({
    where: { id: story.projectId },
  });

  const keeping = {
    deletedProjectMs: 1_000,
    rendersPerOutcome: 1,
    renderMs: -1_000,
    clipMs: 1_000,
    trialMs: 1_000,
  };
  const unused = { key: "unused", blobHash: oldest.blobHash, frames: 2, sizeBytes: 1 };
  await database.clip.createMany({
    data: [
      { ...unused, createdAt: new Date(0) },
      { ...unused, key: "fresh" },
    ],
  });
  const clipsBefore = await database.clip.count();
  const patient = {
    ...keeping,
    deletedProjectMs: 3_600_000,
    rendersPerOutcome: 2,
  };
  expect(await clearOld(database, { ...patient, clipMs: 60_000 })).toEqual({
    projects: 0,
    renders: 0,
    clips: 1,
    trials: 0,
  });
  expect(await clearOld(database, { ...keeping, clipMs: 60_000 })).toEqual({
    projects: 1,
    renders: 1,
    clips: 0,
    trials: 0,
  });
  expect(await database.clip.count()).toBe(clipsBefore - 1);
  const view = await viewOf(database, story.projectId);
  expect([...view.records.render.keys()]).toEqual([newest.renderId]);
  const after = await database.project.findUniqueOrThrow({ where: { id: story.projectId } });
  expect(after.updatedAt).toEqual(updatedAt);
  expect(await database.image.count({ where: { projectId: deleted.projectId } })).toBe(0);

  // Only the newest film's own clips are left, and with them the files of the story.
  await clearOld(database, { ...keeping, clipMs: -1_000 });
  await sweepFiles(own.services, { temporaryAgeMs: 0, blobGraceMs: -60_000 });
  expect(await blobs.has(oldest.blobHash)).toBe(false);
  expect(await blobs.has(newest.blobHash)).toBe(true);
  expect(await filmAt(3)).toEqual(newest);
});
