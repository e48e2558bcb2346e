import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { CrashPoint } from "#lib/jobs/crash-point.ts";
import { sweepFiles } from "#lib/jobs/handlers/sweep-files.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { forkWorker, type WorkerProcess } from "#tests/support/fork-worker.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "#tests/support/test-story.ts";
import { openTestHouse, type TestHouse } from "#tests/support/test-worker.ts";

/** The hold is 20 s from the loss of a worker; a test machine under load gets more. */
const RECOVERY_MS = 60_000;

const workers: WorkerProcess[] = [];
const houses: TestHouse[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  for (const house of houses.splice(0)) await house.close();
});

async function open(): Promise<TestHouse> {
  const house = await openTestHouse();
  houses.push(house);
  return house;
}

async function startWorker(house: TestHouse, crashPoint?: string): Promise<WorkerProcess> {
  const worker = await forkWorker(house, crashPoint === undefined ? {} : { crashPoint });
  workers.push(worker);
  return worker;
}

/** A story with one take asked for; each length has clips of its own. */
async function storyWithTake(house: TestHouse, segmentFrames: number): Promise<TestStory> {
  const story = await createTestStory(house.services, { keyframes: 2, project: { segmentFrames } });
  await requestTakes(house.services, { ...story, request: { scope: "missing" } });
  return story;
}

async function onlyTake(house: TestHouse, story: TestStory) {
  const view = await viewOf(house.services.database, story.projectId);
  const takes = [...view.records.take.values()];
  expect(takes).toHaveLength(1);
  return takes[0];
}

const inState = (house: TestHouse, story: TestStory, state: "running" | "ready") =>
  eventually(
    async () => {
      const take = await onlyTake(house, story);
      return take?.status.state === state && take;
    },
    { timeoutMs: RECOVERY_MS, what: `the take to be ${state}` },
  );

/** Each take was finished once, all that is named is kept, and the sweep leaves nothing in the making. */
async function expectTidy(house: TestHouse, stories: readonly TestStory[]): Promise<void> {
  const { database, blobs } = house.services;
  await sweepFiles(house.services, { temporaryAgeMs: 0, blobGraceMs: -60_000 });
  expect(await readdir(join(house.dataDirectory, "tmp"))).toEqual([]);
  const takes = await database.take.findMany();
  expect(takes.map((take) => take.state)).toEqual(stories.map(() => "ready"));
  for (const take of takes) expect(await blobs.has(take.originalHash ?? "")).toBe(true);
  const clips = await database.clip.findMany({ where: { posterHash: { not: null } } });
  expect(clips).toHaveLength(stories.length);
  for (const clip of clips) expect(await blobs.has(clip.blobHash)).toBe(true);
  for (const { projectId } of stories) {
    const finished = await database.changeLog.count({
      where: { projectId, label: "Finish a take" },
    });
    expect(finished).toBe(1);
  }
}

test(
  "workers killed at any point: another one finishes what they held, each take once, and the film",
  { timeout: 180_000 },
  async () => {
    const house = await open();
    const { services } = house;
    const points: CrashPoint[] = [
      "take-claimed",
      "take-drawing",
      "take-drawn",
      "original-stored",
      "clip-made",
      "take-ready",
    ];
    const stories: TestStory[] = [];
    for (const [index, point] of points.entries()) {
      stories.push(await storyWithTake(house, 6 + index));
      const doomed = await startWorker(house, `SIGKILL:${point}`);
      expect(await doomed.ended).toBe("SIGKILL");
    }
    const still = await createTestStory(services, { keyframes: 1 });
    const { renderId } = await requestRender(services, { ...still, allowMissing: false });
    const doomed = await startWorker(house, "SIGKILL:film-stitched");
    // It may draw takes of the others on its way to the film.
    expect(await doomed.ended).toBe("SIGKILL");

    await startWorker(house);
    await Promise.all(stories.map((story) => inState(house, story, "ready")));
    const film = await eventually(
      () => services.database.render.findFirst({ where: { id: renderId, state: "ready" } }),
      { timeoutMs: RECOVERY_MS, what: "the film" },
    );
    expect(await services.blobs.has(film.blobHash ?? "")).toBe(true);
    await expectTidy(house, stories);
  },
);

test(
  "workers frozen in the middle: another one finishes their takes, and the late ones write nothing",
  { timeout: 180_000 },
  async () => {
    const house = await open();
    const { database } = house.services;
    const frozen: WorkerProcess[] = [];
    const stories: TestStory[] = [];
    for (const [index, point] of (["take-drawn", "clip-made"] as const).entries()) {
      frozen.push(await startWorker(house, `SIGSTOP:${point}`));
      const story = await storyWithTake(house, 6 + index);
      stories.push(story);
      await inState(house, story, "running");
    }
    await startWorker(house);
    const takes = await Promise.all(stories.map((story) => inState(house, story, "ready")));
    const revisions = () =>
      database.project.findMany({ select: { id: true, revision: true }, orderBy: { id: "asc" } });
    const before = await revisions();
    for (const worker of frozen) worker.child.kill("SIGCONT");
    // They come to themselves, meet the newer attempts, and end in order.
    await Promise.all(frozen.map((worker) => worker.stop()));
    expect(await revisions()).toEqual(before);
    expect(await Promise.all(stories.map((story) => onlyTake(house, story)))).toEqual(takes);
    await expectTidy(house, stories);
  },
);
