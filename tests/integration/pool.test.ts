import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { DrawRequest } from "#lib/backends/in-between-backend.ts";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { TOON_CRAFTER_MAPPING } from "#lib/backends/gradio/toon-crafter.ts";
import { openJobQueue } from "#lib/jobs/job-queue.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { segmentStateOf } from "#lib/core/segment-state.ts";
import type { Take } from "#lib/core/take.ts";
import { directoryOf } from "#tests/support/test-directory.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "#tests/support/test-story.ts";
import { createTestBackend, openTestHouse, type TestHouse } from "#tests/support/test-worker.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

type Row = { helps?: string; concurrency?: number; isEnabled?: boolean; pausedUntil?: Date };

/** A workspace with the backends `a` and `b`, and workers over the same database. */
async function openPool(options: {
  a?: Row;
  b?: Row;
  before: (id: string, count: number, request: DrawRequest) => Promise<void>;
  keyframes: number;
  workers?: number;
}) {
  const house = await openTestHouse();
  closers.push(() => house.close());
  const { database } = house.services;
  const story = await createTestStory(house.services, { keyframes: options.keyframes });
  const drawn: Record<string, number> = { a: 0, b: 0 };
  const backends = ["a", "b"].map((id) => {
    const backend = createTestBackend(async (count, request) => {
      drawn[id] = count;
      await options.before(id, count, request);
    });
    const name = id.toUpperCase();
    return { ...backend, description: { ...DRAFT_DESCRIPTION, id, name, isDraft: false } };
  });
  for (const [position, { description }] of backends.entries()) {
    const { id, name } = description;
    const row = options[id as "a" | "b"] ?? {};
    await database.backend.create({
      data: {
        workspaceId: story.workspaceId,
        ...{ id, name, position, description, address: {}, mapping: TOON_CRAFTER_MAPPING },
        ...row,
      },
    });
  }
  await database.project.update({ where: { id: story.projectId }, data: { backendId: "a" } });
  for (let number = 0; number < (options.workers ?? 1); number += 1) {
    const connectionString = house.databaseUrl;
    const queue = await openJobQueue({ connectionString, role: "worker" });
    const services = { ...house.services, queue, backends: directoryOf(...backends) };
    const worker = await startWorker({ services, concurrency: 1 });
    closers.push(() => worker.stop());
  }
  return { house, story, drawn };
}

const ask = (house: TestHouse, story: TestStory) =>
  requestTakes(house.services, { ...story, request: { scope: "missing" } });

async function takesOf(house: TestHouse, story: TestStory): Promise<Take[]> {
  const view = await viewOf(house.services.database, story.projectId);
  return [...view.records.take.values()];
}

const allIn = (house: TestHouse, story: TestStory, state: Take["status"]["state"]) =>
  eventually(
    async () => {
      const takes = await takesOf(house, story);
      return takes.every((take) => take.status.state === state) && takes;
    },
    { timeoutMs: 60_000, what: `all takes ${state}` },
  );

test("a backend's places are held over all workers, and all of them are used", async () => {
  let [now, most] = [0, 0];
  const { house, story } = await openPool({
    ...{ keyframes: 10, workers: 2, a: { concurrency: 3 } },
    async before() {
      now += 1;
      most = Math.max(most, now);
      await pause(150);
      now -= 1;
    },
  });
  await ask(house, story);
  await allIn(house, story, "ready");
  expect(most).toBe(3);
});

test("what one take is told of a quota holds for the others: they wait without asking", async () => {
  const retryAt = new Date(Date.now() + 3_600_000);
  const { house, story, drawn } = await openPool({
    keyframes: 5,
    async before() {
      const figures = { retryAt, quotaSecondsPerTake: 120 };
      throw new BackendError("quota", "Today's quota is spent.", figures);
    },
  });
  await ask(house, story);
  await eventually(
    async () => (await takesOf(house, story)).some(({ status }) => status.state === "waiting"),
    { timeoutMs: 20_000, what: "a waiting take" },
  );
  await pause(2_500);
  const states = (await takesOf(house, story)).map(({ status }) => status.state);
  expect(states.toSorted()).toEqual(["queued", "queued", "queued", "waiting"]);
  expect(drawn).toEqual({ a: 1, b: 0 });
  const name = { workspaceId_id: { workspaceId: story.workspaceId, id: "a" } };
  const { pausedUntil, quotaSecondsPerTake } =
    await house.services.database.backend.findUniqueOrThrow({ where: name });
  expect(pausedUntil).toEqual(retryAt);
  expect(quotaSecondsPerTake).toBe(120);

  // The quota is back.
  await house.services.database.backend.update({ where: name, data: { pausedUntil: new Date(0) } });
  await eventually(async () => drawn["a"] === 2, { timeoutMs: 20_000, what: "another try" });
});

test("an allowed helper goes on at once; the take says so and isn't stale", async () => {
  const { house, story, drawn } = await openPool({
    ...{ keyframes: 4, b: { helps: "when-unable", concurrency: 2 } },
    async before(id) {
      if (id === "a") throw new BackendError("transport", "The line broke.");
    },
  });
  await ask(house, story);
  const takes = await allIn(house, story, "ready");
  expect(drawn["a"]).toBe(1);
  for (const { recipe, notes } of takes) {
    expect(recipe).toMatchObject({ backendId: "b", fallbackFor: "a" });
    expect(notes.join()).toContain("B drew this in place of A");
  }
  const view = await viewOf(house.services.database, story.projectId);
  const states = view.sequence.segments.map((segment) =>
    segmentStateOf({ ...view, segment, takes: view.takesBySegment.get(segment.id) ?? [] }),
  );
  expect(states.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
});

test("a helper for busy times shares the work; one that may not help never does", async () => {
  const open = (helps: string) =>
    openPool({ keyframes: 6, b: { helps }, before: () => pause(200).then(() => undefined) });
  const shared = await open("when-busy");
  await ask(shared.house, shared.story);
  await allIn(shared.house, shared.story, "ready");
  expect(shared.drawn["b"]).toBeGreaterThan(0);

  const alone = await open("when-unable");
  await ask(alone.house, alone.story);
  await allIn(alone.house, alone.story, "ready");
  expect(alone.drawn).toEqual({ a: 5, b: 0 });
});

test("a paused project begins nothing new; the higher priority is drawn first", async () => {
  const drawnFrom: string[] = [];
  const { house, story } = await openPool({
    keyframes: 5,
    async before(_id, _count, { recipe }) {
      drawnFrom.push(recipe.fromImageId);
    },
  });
  const { database } = house.services;
  const pauseTo = (isPaused: boolean) =>
    story.edit([{ kind: "project", id: story.projectId, to: { isPaused } }]);
  await pauseTo(true);
  await ask(house, story);
  await pause(1_500);
  expect(new Set((await takesOf(house, story)).map(({ status }) => status.state))).toEqual(
    new Set(["queued"]),
  );
  const last = (await takesOf(house, story)).at(-1);
  await database.take.updateMany({ where: { id: last?.id ?? "" }, data: { priority: 1 } });
  await pauseTo(false);
  await allIn(house, story, "ready");
  expect(drawnFrom).toHaveLength(4);
  expect(drawnFrom[0]).toBe(last?.recipe.fromImageId);
});
