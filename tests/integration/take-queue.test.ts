import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { Take } from "#lib/core/take.ts";
import { cancelTakes } from "#lib/projects/cancel-takes.ts";
import { moveTakesToFront } from "#lib/projects/move-takes-to-front.ts";
import { planRequest } from "#lib/projects/plan-request.ts";
import { retryTake } from "#lib/projects/retry-take.ts";
import { openTestPool, type TestPool } from "#tests/support/test-pool.ts";
import { eventually, viewOf } from "#tests/support/test-story.ts";
import { calledOff } from "#tests/support/test-worker.ts";

const pools: TestPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

async function openPool(options: Parameters<typeof openTestPool>[0]): Promise<TestPool> {
  const pool = await openTestPool(options);
  pools.push(pool);
  return pool;
}

const nothing = () => Promise.resolve();

/** The takes in the order of their segments. */
async function inOrder({ house, story }: TestPool): Promise<Take[]> {
  const view = await viewOf(house.services.database, story.projectId);
  return view.sequence.segments.flatMap(({ id }) => view.takesBySegment.get(id) ?? []);
}

const pauseProject = ({ story }: TestPool, isPaused: boolean) =>
  story.edit([{ kind: "project", id: story.projectId, to: { isPaused } }]);

/** A door that drawings stop at until it is opened. */
function createDoor() {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), pass: () => isOpen };
}

test("a plan says what a request then comes to, and writes nothing", async () => {
  const pool = await openPool({
    ...{ keyframes: 9, imagesRepeatAfter: 3, before: nothing },
    a: { concurrency: 2, meanDrawMs: 4_000, quotaSecondsPerTake: 120 },
  });
  const { house, story, drawn } = pool;
  // Pairs 1-2, 2-3 and 3-1 come again and again; the first of them is drawn already, and one segment is a cut.
  const [first = "", second = "", , , , sixth = "", seventh = ""] = story.keyframeIds;
  await pool.ask({ scope: "segments", segmentIds: [`${first}~${second}`] });
  await pool.allIn("ready");
  await story.edit([{ kind: "segment", id: `${sixth}~${seventh}`, to: { type: "cut" } }]);
  const { database } = house.services;
  // Set anew, as the drawing has moved the mean.
  const data = { meanDrawMs: 4_000 };
  await database.backend.updateMany({ where: { id: "a" }, data });

  const request = { scope: "missing" } as const;
  const { revision } = await database.project.findUniqueOrThrow({ where: { id: story.projectId } });
  const plan = await planRequest(house.services, { ...story, request });
  expect(plan).toEqual({
    draws: [
      {
        ...{ backendId: "a", count: 2, reusedCount: 4 },
        ...{ fallbackCount: 0, fallbackBackendId: null },
        ...{ estimateMs: 4_000, quotaSeconds: 240 },
      },
    ],
    reused: 4,
    skipped: 2,
  });
  const after = await database.project.findUniqueOrThrow({ where: { id: story.projectId } });
  expect(after.revision).toBe(revision);

  const drawnBefore = drawn["a"] ?? 0;
  const asked = await pool.ask(request);
  expect(asked.queued + asked.reused).toBe(6);
  expect(asked.skipped).toBe(2);
  await pool.allIn("ready");
  expect((drawn["a"] ?? 0) - drawnBefore).toBe(plan.draws[0]?.count);
  expect(await planRequest(house.services, { ...story, request })).toEqual({
    ...{ draws: [], reused: 0, skipped: 8 },
  });
});

test("a plan names the backend that draws in another's place", async () => {
  const pool = await openPool({
    ...{ keyframes: 4, workers: 0, before: nothing },
    a: { pausedUntil: new Date(Date.now() + 3_600_000), quotaSecondsPerTake: 60 },
    b: { helps: "when-unable", meanDrawMs: 1_000 },
  });
  const { house, story } = pool;
  const { draws } = await planRequest(house.services, { ...story, request: { scope: "missing" } });
  expect(draws).toEqual([
    {
      ...{ backendId: "a", count: 3, reusedCount: 0, fallbackCount: 3, fallbackBackendId: "b" },
      ...{ estimateMs: 3_000, quotaSeconds: null },
    },
  ]);
});

test("what is looked at is drawn first, in its order; a take moved to the front comes before all", async () => {
  const pool = await openPool({ keyframes: 8, before: nothing });
  const { house, story, drawnFrom } = pool;
  await pauseProject(pool, true);
  const { sequence } = await viewOf(house.services.database, story.projectId);
  const ids = sequence.segments.map(({ id }) => id);
  const [fifth = "", third = ""] = [ids[4], ids[2]];
  await pool.ask({ scope: "missing", firstSegmentIds: [fifth, third, "gone~gone"] });
  const takes = await inOrder(pool);
  const takeIds = [takes[6]?.id ?? "", takes[1]?.id ?? "", "gone"];
  expect(await moveTakesToFront(house.services, { ...story, takeIds })).toEqual({ moved: 2 });
  await pauseProject(pool, false);
  await pool.allIn("ready");
  const order = drawnFrom.map((id) => takes.findIndex(({ recipe }) => recipe.fromImageId === id));
  expect(order).toEqual([6, 1, 4, 2, 0, 3, 5]);
  expect(await moveTakesToFront(house.services, { ...story, takeIds })).toEqual({ moved: 0 });
});

test("a take that is moved to the front comes before one that is prepared already", async () => {
  const door = createDoor();
  const pool = await openPool({ keyframes: 6, before: door.pass });
  const { house, story, drawn, drawnFrom } = pool;
  await pool.ask();
  const isPrepared = { projectId: story.projectId, preparedFor: "a" };
  await eventually(
    async () =>
      drawn["a"] === 1 && (await house.services.database.take.count({ where: isPrepared })) === 1,
    { timeoutMs: 20_000, what: "one being drawn and one prepared" },
  );
  const takes = await inOrder(pool);
  // Those that are only prepared show as what they are: still in line.
  const states = takes.map(({ status }) => status.state);
  expect(states).toEqual(["running", "queued", "queued", "queued", "queued"]);
  await moveTakesToFront(house.services, { ...story, takeIds: [takes[4]?.id ?? ""] });
  door.open();
  await pool.allIn("ready");
  const order = drawnFrom.map((id) => takes.findIndex(({ recipe }) => recipe.fromImageId === id));
  expect(order).toEqual([0, 4, 1, 2, 3]);
});

test("a project paused in the middle finishes what is being drawn, and goes on when it is resumed", async () => {
  const door = createDoor();
  const pool = await openPool({ keyframes: 5, before: door.pass });
  await pool.ask();
  await eventually(async () => pool.drawn["a"] === 1, { timeoutMs: 20_000, what: "a drawing" });
  await pauseProject(pool, true);
  door.open();
  const count = async (state: string) =>
    (await pool.takes()).filter(({ status }) => status.state === state).length;
  await eventually(async () => (await count("ready")) === 1, {
    ...{ timeoutMs: 20_000, what: "the drawing to be done" },
  });
  await pause(2_500);
  expect([await count("ready"), await count("queued"), pool.drawn["a"]]).toEqual([1, 3, 1]);
  await pauseProject(pool, false);
  await pool.allIn("ready");
  expect(pool.drawn["a"]).toBe(4);
});

test("cancelling all stops what is drawn, prepared and queued; nothing begins after it", async () => {
  let stopped = 0;
  const pool = await openPool({
    ...{ keyframes: 6, a: { concurrency: 2 } },
    async before(_id, _count, request) {
      await calledOff(request);
      stopped += 1;
      throw new BackendError("cancelled", "The drawing was stopped.");
    },
  });
  const { house, story, drawn } = pool;
  await pool.ask();
  await eventually(async () => drawn["a"] === 2, { timeoutMs: 20_000, what: "two drawings" });
  const cancel = { all: true } as const;
  expect(await cancelTakes(house.services, { ...story, cancel })).toEqual({ cancelled: 5 });
  await pool.allIn("cancelled");
  await eventually(async () => stopped === 2, { timeoutMs: 20_000, what: "both to be stopped" });
  await eventually(
    async () =>
      (await house.services.database.take.count({ where: { leaseUntil: { not: null } } })) === 0,
    { timeoutMs: 20_000, what: "the worker to let go of all" },
  );
  await pause(1_500);
  expect(drawn["a"]).toBe(2);
  await pool.allIn("cancelled");
});

test("a spent quota is waited for in sight, and the takes go on by themselves after a restart", async () => {
  let retryAt = new Date(0);
  const askedAt: number[] = [];
  const pool = await openPool({
    ...{ keyframes: 4, workers: 0 },
    async before(_id, count) {
      askedAt.push(Date.now());
      if (count > 1) return;
      retryAt = new Date(Date.now() + 6_000);
      throw new BackendError("quota", "The day's quota is spent.", { retryAt });
    },
  });
  const worker = await pool.startWorker();
  await pool.ask();
  const waiting = await eventually(
    async () => (await pool.takes()).find(({ status }) => status.state === "waiting"),
    { timeoutMs: 20_000, what: "a waiting take" },
  );
  expect(waiting.status).toEqual({
    ...{ state: "waiting", until: retryAt.toISOString() },
    error: { errorClass: "quota", message: "The day's quota is spent." },
  });
  await worker.stop();
  await pool.startWorker();
  await pool.allIn("ready");
  expect(askedAt).toHaveLength(4);
  // None was asked for before the time that was told.
  expect(Math.min(...askedAt.slice(1))).toBeGreaterThanOrEqual(retryAt.getTime());
});

test("somebody who doesn't want to wait for the quota has the take tried at once", async () => {
  const pool = await openPool({
    keyframes: 3,
    async before(_id, count) {
      const retryAt = new Date(Date.now() + 3_600_000);
      if (count === 1) throw new BackendError("quota", "The day's quota is spent.", { retryAt });
    },
  });
  await pool.ask();
  const waiting = await eventually(
    async () => (await pool.takes()).find(({ status }) => status.state === "waiting"),
    { timeoutMs: 20_000, what: "a waiting take" },
  );
  await retryTake(pool.house.services, { ...pool.story, takeId: waiting.id });
  await pool.allIn("ready");
});

test("a backend that is switched off in the middle is waited for; one that is removed is said to be gone", async () => {
  const door = createDoor();
  const pool = await openPool({ keyframes: 4, before: door.pass });
  const { house, story, drawn } = pool;
  const { database } = house.services;
  await pool.ask();
  await eventually(async () => drawn["a"] === 1, { timeoutMs: 20_000, what: "a drawing" });
  const where = { workspaceId_id: { workspaceId: story.workspaceId, id: "a" } };
  await database.backend.update({ where, data: { isEnabled: false } });
  door.open();
  const states = async () => (await inOrder(pool)).map(({ status }) => status.state);
  // What is being drawn isn't thrown away.
  await eventually(async () => (await states())[0] === "ready", {
    ...{ timeoutMs: 20_000, what: "the drawing to be done" },
  });
  await pause(2_500);
  expect([await states(), drawn["a"]]).toEqual([["ready", "queued", "queued"], 1]);

  await database.backend.delete({ where });
  const rest = await eventually(
    async () => {
      const [, ...others] = await inOrder(pool);
      return others.every(({ status }) => status.state === "failed") && others;
    },
    { timeoutMs: 20_000, what: "the others to say so" },
  );
  for (const { status } of rest) {
    expect(status).toMatchObject({ error: { errorClass: "rejected" } });
    expect(status.state === "failed" && status.error.message).toContain("no longer there");
  }
  expect(drawn).toEqual({ a: 1, b: 0 });
});

test("where another backend may help, it goes on with what a removed one had queued", async () => {
  const door = createDoor();
  const pool = await openPool({ keyframes: 4, b: { helps: "when-unable" }, before: door.pass });
  const { house, story, drawn } = pool;
  await pool.ask();
  await eventually(async () => drawn["a"] === 1, { timeoutMs: 20_000, what: "a drawing" });
  await house.services.database.backend.deleteMany({
    where: { workspaceId: story.workspaceId, id: "a" },
  });
  door.open();
  await pool.allIn("ready");
  const recipes = (await inOrder(pool)).slice(1).map(({ recipe }) => recipe);
  for (const recipe of recipes) expect(recipe).toMatchObject({ backendId: "b", fallbackFor: "a" });
  expect(drawn).toEqual({ a: 1, b: 2 });
});
