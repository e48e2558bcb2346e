import { afterEach, beforeAll, expect, test } from "vitest";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { forkWorker, type WorkerProcess } from "#tests/support/fork-worker.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { createTestStory, eventually, type TestStory } from "#tests/support/test-story.ts";
import { openTestHouse, type TestHouse } from "#tests/support/test-worker.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

const PLACES = 2;
const TAKES = 8;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

let video: Uint8Array;
beforeAll(async () => {
  video = await toonCrafterVideo();
});

/** A server with two places, a story that asks it, and workers in processes of their own. */
async function open(options: { drawMs: number; workers: number }) {
  const { drawMs } = options;
  const stub = await startGradioStub({
    version: "5.49.1",
    video,
    drawing: { drawMs, places: PLACES },
  });
  closers.push(() => stub.close());
  const house = await openTestHouse();
  closers.push(() => house.close());
  const story = await createTestStory(house.services, { keyframes: TAKES + 1 });
  const { workspaceId, projectId } = story;
  const { database } = house.services;
  await addToonCrafter(database, { workspaceId, id: "gpu", name: "GPU", baseUrl: stub.baseUrl });
  await database.backend.updateMany({ where: { workspaceId }, data: { concurrency: PLACES } });
  await database.project.update({ where: { id: projectId }, data: { backendId: "gpu" } });
  const workers: WorkerProcess[] = [];
  for (let number = 0; number < options.workers; number += 1) {
    const worker = await forkWorker(house);
    workers.push(worker);
    closers.push(() => worker.stop());
  }
  return { stub, house, story, workers };
}

const ask = (house: TestHouse, story: TestStory) =>
  requestTakes(house.services, { ...story, request: { scope: "missing" } });

const allReady = ({ services: { database } }: TestHouse, { projectId }: TestStory) =>
  eventually(
    async () => (await database.take.count({ where: { projectId, state: "ready" } })) === TAKES,
    {
      ...{ timeoutMs: 100_000, what: "all takes ready" },
    },
  );

const mostAtOnce = (stub: GradioStub) => stub.queue?.mostAtOnce() ?? Number.NaN;

test("two worker processes never ask more of a backend than its places, and each take is drawn once", async () => {
  const { stub, house, story } = await open({ drawMs: 400, workers: 2 });
  await ask(house, story);
  await allReady(house, story);
  expect(mostAtOnce(stub)).toBe(PLACES);
  expect(stub.jobs).toHaveLength(TAKES);
});

test("a worker that is killed while it draws gives its places back with its lease, and not before", async () => {
  const { stub, house, story, workers } = await open({ drawMs: 3_000, workers: 1 });
  const { database } = house.services;
  const [doomed] = workers;
  await ask(house, story);
  await eventually(async () => stub.jobs.length === PLACES, {
    ...{ timeoutMs: 30_000, what: "both places to be taken" },
  });
  await eventually(
    async () => (await database.take.count({ where: { preparedFor: "gpu" } })) === PLACES,
    {
      ...{ timeoutMs: 30_000, what: "the next takes to be prepared" },
    },
  );
  doomed?.child.kill("SIGKILL");
  expect(await doomed?.ended).toBe("SIGKILL");
  const lost = await database.take.findMany({ where: { drawsOn: "gpu" } });
  expect(lost).toHaveLength(PLACES);
  const heldUntil = Math.min(...lost.map(({ leaseUntil }) => leaseUntil?.getTime() ?? 0));

  const next = await forkWorker(house);
  closers.push(() => next.stop());
  await eventually(async () => stub.jobs.length > PLACES, {
    ...{ timeoutMs: 60_000, what: "another worker to draw" },
  });
  expect(Date.now()).toBeGreaterThanOrEqual(heldUntil);
  await allReady(house, story);
  expect(mostAtOnce(stub)).toBe(PLACES);
  // What the lost worker had under way was drawn once more, what it had only prepared was not.
  expect(stub.jobs).toHaveLength(TAKES + PLACES);
});
