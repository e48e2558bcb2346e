import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { BackendError } from "#lib/backends/backend-error.ts";
import { segmentStateOf } from "#lib/core/segment-state.ts";
import { openTestPool, type TestPool } from "#tests/support/test-pool.ts";
import { eventually, viewOf } from "#tests/support/test-story.ts";

const pools: TestPool[] = [];
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

async function openPool(options: Parameters<typeof openTestPool>[0]): Promise<TestPool> {
  const pool = await openTestPool(options);
  pools.push(pool);
  return pool;
}

test("a backend's places are held over all workers, and all of them are used", async () => {
  let [now, most] = [0, 0];
  const pool = await openPool({
    ...{ keyframes: 10, workers: 2, a: { concurrency: 3 } },
    async before(_id, count) {
      now += 1;
      most = Math.max(most, now);
      // The first three wait for each other, however slow the machine is.
      if (count <= 3) await eventually(async () => most >= 3, { timeoutMs: 20_000, what: "three" });
      await pause(150);
      now -= 1;
    },
  });
  await pool.ask();
  await pool.allIn("ready");
  expect(most).toBe(3);
});

test("what one take is told of a quota holds for the others: they wait without asking", async () => {
  const retryAt = new Date(Date.now() + 3_600_000);
  const { house, story, drawn, ...pool } = await openPool({
    keyframes: 5,
    async before() {
      const figures = { retryAt, quotaSecondsPerTake: 120 };
      throw new BackendError("quota", "Today's quota is spent.", figures);
    },
  });
  await pool.ask();
  await eventually(
    async () => (await pool.takes()).some(({ status }) => status.state === "waiting"),
    { timeoutMs: 20_000, what: "a waiting take" },
  );
  await pause(2_500);
  const states = (await pool.takes()).map(({ status }) => status.state);
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
  const { house, story, drawn, ...pool } = await openPool({
    ...{ keyframes: 4, b: { helps: "when-unable", concurrency: 2 } },
    async before(id) {
      if (id === "a") throw new BackendError("transport", "The line broke.");
    },
  });
  await pool.ask();
  const takes = await pool.allIn("ready");
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

test("a job that was left behind is called off only where it was begun", async () => {
  const seen: Record<string, (string | null)[]> = { a: [], b: [] };
  const pool = await openPool({
    ...{ keyframes: 2, b: { helps: "when-unable" } },
    async before(id, count, { checkpoint }) {
      seen[id]?.push(await checkpoint.read());
      if (count === 1) await checkpoint.write(`a job at ${id}`);
      if (id === "a") throw new BackendError("transport", "The line broke.");
      if (count === 1) throw new BackendError("busy", "Full.", { retryAt: new Date() });
    },
  });
  await pool.ask();
  await pool.allIn("ready");
  expect(seen).toEqual({ a: [null], b: [null, "a job at b"] });
});

test("a helper for busy times shares the work; one that may not help never does", async () => {
  const open = (helps: string) =>
    openPool({ keyframes: 6, b: { helps }, before: () => pause(200).then(() => undefined) });
  const shared = await open("when-busy");
  await shared.ask();
  await shared.allIn("ready");
  expect(shared.drawn["b"]).toBeGreaterThan(0);

  const alone = await open("when-unable");
  await alone.ask();
  await alone.allIn("ready");
  expect(alone.drawn).toEqual({ a: 5, b: 0 });
});

test("a paused project begins nothing new; the higher priority is drawn first", async () => {
  const { house, story, drawnFrom, ...pool } = await openPool({
    keyframes: 5,
    before: () => Promise.resolve(),
  });
  const { database } = house.services;
  const pauseTo = (isPaused: boolean) =>
    story.edit([{ kind: "project", id: story.projectId, to: { isPaused } }]);
  await pauseTo(true);
  await pool.ask();
  await pause(1_500);
  expect(new Set((await pool.takes()).map(({ status }) => status.state))).toEqual(
    new Set(["queued"]),
  );
  const last = (await pool.takes()).at(-1);
  await database.take.updateMany({ where: { id: last?.id ?? "" }, data: { priority: 1 } });
  await pauseTo(false);
  await pool.allIn("ready");
  expect(drawnFrom).toHaveLength(4);
  expect(drawnFrom[0]).toBe(last?.recipe.fromImageId);
});
