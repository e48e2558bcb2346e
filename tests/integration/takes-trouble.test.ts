import { afterEach, expect, test } from "vitest";
import { BackendError } from "#lib/backends/backend-error.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Take, TakeStatus } from "#lib/core/take.ts";
import { handleRecoverLost } from "#lib/jobs/handlers/recover-lost.ts";
import { sweepFiles } from "#lib/jobs/handlers/sweep-files.ts";
import { cancelTakes } from "#lib/projects/cancel-takes.ts";
import { readClip } from "#lib/projects/read-clip.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { retryTake } from "#lib/projects/retry-take.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "#tests/support/test-story.ts";
import {
  calledOff,
  createTestBackend,
  openTestHouse,
  openWorkingHouse,
  type TestHouse,
} from "#tests/support/test-worker.ts";

const houses: TestHouse[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});
function keep(house: TestHouse): TestHouse {
  houses.push(house);
  return house;
}

async function takesOf(house: TestHouse, story: TestStory): Promise<Take[]> {
  const view = await viewOf(house.services.database, story.projectId);
  return [...view.records.take.values()];
}

const untilState = (house: TestHouse, story: TestStory, state: TakeStatus["state"]) =>
  eventually(
    async () => {
      const takes = await takesOf(house, story);
      return takes.length > 0 && takes.every((take) => take.status.state === state) && takes;
    },
    { timeoutMs: 40_000, what: `all takes ${state}` },
  );

const askMissing = (house: TestHouse, story: TestStory) =>
  requestTakes(house.services, { ...story, request: { scope: "missing" } });

test("a queued take is cancelled at once, and tried again on wish", async () => {
  const house = keep(await openTestHouse());
  const story = await createTestStory(house.services, { keyframes: 3 });
  await askMissing(house, story);
  const cancel = { all: true } as const;
  expect(await cancelTakes(house.services, { ...story, cancel })).toEqual({ cancelled: 2 });
  const [take] = await untilState(house, story, "cancelled");
  expect(await cancelTakes(house.services, { ...story, cancel })).toEqual({ cancelled: 0 });

  const takeId = take?.id ?? "";
  await retryTake(house.services, { ...story, takeId });
  const states = (await takesOf(house, story)).map(({ id, status }) => [
    id === takeId,
    status.state,
  ]);
  expect(new Map(states as [boolean, string][])).toEqual(
    new Map([
      [true, "queued"],
      [false, "cancelled"],
    ]),
  );
  await expect(retryTake(house.services, { ...story, takeId })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a project that is full of takes under way takes no new try", async () => {
  const house = keep(await openTestHouse());
  const { database } = house.services;
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  await cancelTakes(house.services, { ...story, cancel: { all: true } });
  const [take] = await takesOf(house, story);
  await database.$executeRaw`
    INSERT INTO "Take" ("projectId", "id", "workspaceId", "segmentId", "number", "fingerprint", "recipe", "askedBackendId", "state", "status", "createdAt")
    SELECT "projectId", "id" || n, "workspaceId", "segmentId", 1 + n, "fingerprint", "recipe", "askedBackendId", 'queued', "status", "createdAt"
    FROM "Take", generate_series(1, ${LIMITS.takesPerRequest}::int) AS n`;
  const again = retryTake(house.services, { ...story, takeId: take?.id ?? "" });
  await expect(again).rejects.toMatchObject({ code: "limit" });
});

test("a running take is stopped at its backend, and a new try at once is a new attempt", async () => {
  const backend = createTestBackend(async (count, request) => {
    if (count > 1) return;
    await calledOff(request);
    throw new BackendError("cancelled", "The drawing was stopped.");
  });
  const house = keep(await openWorkingHouse({ backend }));
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  const [take] = await untilState(house, story, "running");
  await eventually(async () => backend.requests[0], { timeoutMs: 20_000, what: "the drawing" });
  const takeIds = [take?.id ?? ""];
  await cancelTakes(house.services, { ...story, cancel: { takeIds } });
  await retryTake(house.services, { ...story, takeId: take?.id ?? "" });
  await untilState(house, story, "ready");
  expect(backend.requests).toHaveLength(2);
  expect(backend.requests[0]?.signal.aborted).toBe(true);
});

test("a project that is deleted stops its drawing and leaves no error", async () => {
  const backend = createTestBackend(async (_count, request) => {
    await calledOff(request);
    throw new BackendError("cancelled", "The drawing was stopped.");
  });
  const house = keep(await openWorkingHouse({ backend }));
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  await eventually(async () => backend.requests[0], { timeoutMs: 20_000, what: "the drawing" });
  await house.services.database.project.update({
    where: { id: story.projectId },
    data: { deletedAt: new Date() },
  });
  await eventually(async () => backend.requests[0]?.signal.aborted, {
    timeoutMs: 20_000,
    what: "the drawing to be called off",
  });
});

test("a busy backend is asked again by itself", async () => {
  const retryAt = new Date();
  const backend = createTestBackend(async (count) => {
    if (count < 3) throw new BackendError("busy", "All places are taken.", { retryAt });
  });
  const house = keep(await openWorkingHouse({ backend }));
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  await untilState(house, story, "ready");
  expect(backend.requests).toHaveLength(3);
});

test("a backend's lost connection is the backend's trouble, and a pause it asks for has an end", async () => {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  const retryAt = new Date(Date.now() + 365 * 24 * 3_600_000);
  const backend = createTestBackend(async () => {
    throw new BackendError("transport", "The line broke.", { cause, retryAt });
  });
  const house = keep(await openWorkingHouse({ backend }));
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  const [take] = await untilState(house, story, "waiting");
  const status = take?.status;
  if (status?.state !== "waiting") throw new Error("the take doesn't wait");
  expect(status.error).toEqual({ errorClass: "transport", message: "The line broke." });
  expect(Date.parse(status.until)).toBeLessThan(Date.now() + 3 * 24 * 3_600_000);
});

test("a wish for a new drawing outlives a lost worker, a cancel and a new try", async () => {
  const backend = createTestBackend(async () => undefined);
  const house = keep(await openTestHouse({ backend }));
  const { database } = house.services;
  const story = await createTestStory(house.services, { keyframes: 2 });
  const [from = "", to = ""] = story.keyframeIds;
  const id = `${from}~${to}`;
  // A locked seed: another take of it is an equal one, that only a wish for a new drawing has drawn.
  await story.edit([{ kind: "segment", id, to: { seed: 7 } }]);
  const { startWorker } = await import("#lib/jobs/start-worker.ts");
  await askMissing(house, story);
  const request = { scope: "segments" as const, segmentIds: [id], force: true };
  await requestTakes(house.services, { ...story, request });
  await requestTakes(house.services, { ...story, request });
  const takes = (await takesOf(house, story)).toSorted((a, b) => a.number - b.number);
  const [, retried, lost] = takes.map((take) => take.id);
  await cancelTakes(house.services, { ...story, cancel: { takeIds: [retried ?? ""] } });
  await retryTake(house.services, { ...story, takeId: retried ?? "" });
  const status = { state: "running", attempt: 1, startedAt: new Date(0).toISOString() };
  const data = { state: "running", status, attempt: 1, leaseUntil: new Date(0) };
  await database.take.updateMany({ where: { id: lost ?? "" }, data });
  const worker = await startWorker({ services: house.services, concurrency: 1 });
  await untilState(house, story, "ready").finally(() => worker.stop());
  expect(backend.requests).toHaveLength(3);
});

test("a spent quota says when it goes on; what is refused for good says what to do; neither stops the others", async () => {
  const retryAt = new Date(Date.now() + 3_600_000);
  const backend = createTestBackend(async (count) => {
    if (count === 1) throw new BackendError("quota", "Today's quota is spent.", { retryAt });
    if (count === 2) throw new BackendError("rejected", "Sign the licence first.");
    if (count === 3) throw new Error("a bug");
  });
  const house = keep(await openWorkingHouse({ backend, concurrency: 1 }));
  const story = await createTestStory(house.services, { keyframes: 6 });
  await askMissing(house, story);
  const takes = await eventually(
    async () => {
      const all = await takesOf(house, story);
      const underWay = all.filter(({ status }) => ["queued", "running"].includes(status.state));
      return underWay.length === 0 && all;
    },
    { timeoutMs: 40_000, what: "every take to come to rest" },
  );
  const statuses = takes.map((take) => take.status);
  expect(statuses.filter(({ state }) => state === "ready")).toHaveLength(2);
  expect(statuses).toContainEqual({
    state: "waiting",
    until: retryAt.toISOString(),
    error: { errorClass: "quota", message: "Today's quota is spent." },
  });
  const errors = statuses.flatMap((status) => (status.state === "failed" ? [status.error] : []));
  const [broken, rejected] = errors.toSorted((a, b) => (a.errorClass < b.errorClass ? -1 : 1));
  expect(rejected).toEqual({ errorClass: "rejected", message: "Sign the licence first." });
  expect(broken?.errorClass).toBe("broken");
  expect(broken?.message).toContain("Try it again");
});

test("a full disk fails the take with a clear message and leaves nothing behind; space makes it go", async () => {
  let isFull = true;
  const house = keep(
    await openWorkingHouse({
      change: (services) => ({
        ...services,
        blobs: {
          ...services.blobs,
          putFile: async (path) => {
            if (isFull) throw new GengaError("limit", "The disk is full. Free some space.");
            return services.blobs.putFile(path);
          },
        },
      }),
    }),
  );
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  const [take] = await untilState(house, story, "failed");
  expect(take?.status).toMatchObject({
    error: { errorClass: "rejected", message: "The disk is full. Free some space." },
  });
  expect(await sweepFiles(house.services, { temporaryAgeMs: 0, blobGraceMs: 0 })).toEqual({
    temporary: 0,
    blobs: 0,
  });
  isFull = false;
  await retryTake(house.services, { ...story, takeId: take?.id ?? "" });
  await untilState(house, story, "ready");
});

test("a take that takes worker after worker with it is given up, and the next one goes on", async () => {
  const house = keep(await openTestHouse());
  const { database } = house.services;
  const story = await createTestStory(house.services, { keyframes: 3 });
  await askMissing(house, story);
  const [doomed] = await takesOf(house, story);
  const status = { state: "running", attempt: 9, startedAt: new Date(0).toISOString() };
  // Many more attempts than losses: the others were orderly restarts, which tell nothing against a take.
  const data = { state: "running", status, attempt: 9, lostCount: 4, leaseUntil: new Date(0) };
  await database.take.updateMany({ where: { id: doomed?.id ?? "" }, data });
  const { startWorker } = await import("#lib/jobs/start-worker.ts");
  const worker = await startWorker({ services: house.services, concurrency: 1 });
  const states = await eventually(
    async () => {
      const all = (await takesOf(house, story)).map((take) => take.status.state);
      return all.every((state) => state === "failed" || state === "ready") && all;
    },
    { timeoutMs: 40_000, what: "both to come to rest" },
  ).finally(() => worker.stop());
  expect(states.toSorted()).toEqual(["failed", "ready"]);
});

test("a worker that stops gives its take back, and the next one draws it", async () => {
  const backend = createTestBackend(async (count, request) => {
    if (count > 1) return;
    await calledOff(request);
    throw new BackendError("cancelled", "The drawing was stopped.");
  });
  const first = await openTestHouse({ backend });
  keep(first);
  const { startWorker } = await import("#lib/jobs/start-worker.ts");
  const { openJobQueue } = await import("#lib/jobs/job-queue.ts");
  const connectionString = first.databaseUrl;
  const queue = await openJobQueue({ connectionString, role: "worker" });
  const leaving = await startWorker({ services: { ...first.services, queue }, concurrency: 1 });
  const story = await createTestStory(first.services, { keyframes: 2 });
  await askMissing(first, story);
  await eventually(async () => backend.requests[0], { timeoutMs: 20_000, what: "the drawing" });
  await leaving.stop();
  const [take] = await untilState(first, story, "queued");
  expect(take?.status.state).toBe("queued");
  const next = await startWorker({ services: first.services, concurrency: 1 });
  await untilState(first, story, "ready").finally(() => next.stop());
});

test("a clip that can't be made keeps no worker busy, however often screens ask for it", async () => {
  const house = keep(await openTestHouse());
  const { database, queue } = house.services;
  const story = await createTestStory(house.services, { keyframes: 2 });
  await askMissing(house, story);
  const { projectId } = story;
  const original = {
    ...{ hash: "0".repeat(64), frames: 8, width: 128, height: 80, span: "half-open" },
    frameRate: { num: 24, den: 1 },
  };
  const status = { state: "ready", readyAt: new Date().toISOString(), elapsedMs: 1 };
  const data = { state: "ready", status, original, originalHash: original.hash };
  await database.take.updateMany({ where: { projectId }, data });
  const view = await viewOf(database, projectId);
  const [segment] = view.sequence.segments;
  const [take] = view.records.take.values();
  const spec = segment && take && clipSpecOf(view.project, segment, take);
  if (!spec) throw new Error("no clip is wanted");
  const name = { takeId: take.id, key: clipKeyOf(spec), part: "clip" as const };
  let taken = 0;
  for (let asked = 0; asked < 5; asked += 1) {
    const reading = readClip(house.services, { ...story, ...name });
    await expect(reading).rejects.toMatchObject({ code: "unavailable" });
    for (const job of await queue.boss.fetch("derive-clip")) {
      taken += 1;
      await queue.boss.complete("derive-clip", job.id);
    }
  }
  // One in five minutes; two when the first five end just now.
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(3);
});

test("a film that took worker after worker with it is given up, and one that was only lost is not", async () => {
  const house = keep(await openTestHouse());
  const { database, queue } = house.services;
  const story = await createTestStory(house.services, { keyframes: 2 });
  const { renderId } = await requestRender(house.services, { ...story, allowMissing: true });
  const where = { projectId_id: { projectId: story.projectId, id: renderId } };
  const lose = async (lostCount: number) => {
    await queue.cancel("render-film", [renderId]);
    // Many more attempts than losses: the others were orderly restarts, which tell nothing against a film.
    const attempt = lostCount + 9;
    const status = { state: "running", attempt };
    const data = { state: "running", status, attempt, lostCount, createdAt: new Date(0) };
    await database.render.update({ where, data });
    await handleRecoverLost(house.services, {});
    return [...(await queue.liveKeys("render-film"))];
  };
  expect(await lose(3)).toEqual([renderId]);
  expect(await lose(4)).toEqual([]);
  expect((await database.render.findUniqueOrThrow({ where })).state).toBe("failed");
});
