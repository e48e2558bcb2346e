import { afterEach, beforeAll, expect, test } from "vitest";
import { clearOld } from "#lib/jobs/handlers/clear-old.ts";
import { sweepFiles } from "#lib/jobs/handlers/sweep-files.ts";
import { deleteBackend } from "#lib/projects/backends/delete-backend.ts";
import { removeLocalBackend } from "#lib/projects/local-backend/remove-local-backend.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { forkWorker } from "#tests/support/fork-worker.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { createTestStory, eventually } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";
import { openTrialHouse, TRIED_ID } from "#tests/support/trial-house.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

let video: Uint8Array;
beforeAll(async () => {
  video = await toonCrafterVideo();
});

async function openHouse(stub: Partial<Parameters<typeof openTrialHouse>[0]> = {}) {
  const house = await openTrialHouse({ video, ...stub });
  closers.push(() => house.close());
  return house;
}

test("a trial shows what the backend draws; meanwhile, asking again gives the same one", async () => {
  const house = await openHouse();
  const { database } = house.services;
  await database.backend.updateMany({
    data: {
      pausedUntil: new Date(Date.now() + 3_600_000),
      pauseError: { errorClass: "transport", message: "away" },
      health: { state: "broken", problem: "away", checkedAt: new Date().toISOString() },
      isEnabled: false,
    },
  });
  const [trialId, again] = await Promise.all([house.start(), house.start()]);
  expect(again).toBe(trialId);
  expect(await house.read(trialId)).toMatchObject({ state: "queued", message: null });
  await house.work();
  const status = await house.until(trialId, "ready");
  expect(status).toMatchObject({
    ...{ frames: 16, width: 512, height: 320, framesPerSecond: 8, message: null },
  });
  expect(status.elapsedMs).toBeGreaterThan(0);
  expect(status.notes.join()).toContain("The app says: “The fast mode is on”");
  expect(house.stub.jobs).toHaveLength(1);
  const { pausedUntil, health, meanDrawMs } = await house.backend();
  expect(pausedUntil).toBeNull();
  expect(health).toMatchObject({ state: "running", problem: null });
  expect(meanDrawMs).toBe(status.elapsedMs);

  const whole = await house.fetchVideo(trialId);
  expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
  const part = await house.fetchVideo(trialId, { range: "bytes=100-199" });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes 100-199/${bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));

  expect(await house.start()).not.toBe(trialId);
});

test("a spent quota fails the trial with what to do, and pauses the backend for takes too", async () => {
  const house = await openHouse({ fault: "quota" });
  await house.work();
  const trialId = await house.start();
  const { message } = await house.until(trialId, "failed");
  expect(message).toContain("a drawing asks for 120 s, 35 s are left");
  expect(message).not.toMatch(/\btakes?\b/);
  const { pausedUntil, pauseError, quotaSecondsPerTake } = await house.backend();
  expect(pausedUntil?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect(pauseError).toMatchObject({ errorClass: "quota" });
  expect(quotaSecondsPerTake).toBe(120);
  expect((await house.fetchVideo(trialId)).status).toBe(409);
});

test("what is no video fails the trial, and shows as the backend's health until it draws", async () => {
  const house = await openHouse({ fault: "result-html" });
  await house.work();
  const { message } = await house.until(await house.start(), "failed");
  expect(message).toBeTruthy();
  expect((await house.backend()).health).toMatchObject({ state: "broken", problem: message });
});

test("a backend that can't be reached says so, and nothing is left of the trial", async () => {
  const house = await openHouse();
  await house.stub.close();
  await house.work();
  const { message } = await house.until(await house.start(), "failed");
  expect(message).toMatch(/no connection to the backend.*Try it again in a few minutes\./);
  expect((await house.backend()).health).toMatchObject({ state: "broken", problem: message });
});

test("an app that has changed shows as changed, and is sent nothing", async () => {
  const endpoints = [
    {
      apiName: "get_image",
      inputs: [{ name: "picture", component: "Image" }],
      outputs: ["Video"],
    },
  ];
  const house = await openHouse({ endpoints });
  await house.work();
  const { message } = await house.until(await house.start(), "failed");
  expect(message).toContain("has changed");
  expect((await house.backend()).health).toMatchObject({ state: "changed" });
  expect(house.stub.jobs).toHaveLength(0);
});

test("a trial waits for a place and gets the next one before the takes that wait", async () => {
  const house = await openHouse({ drawing: { drawMs: 1_500, places: 4 } });
  const { services, userId, workspaceId, stub } = house;
  const story = await createTestStory(services, { keyframes: 4, userId, workspaceId });
  await story.edit([{ kind: "project", id: story.projectId, to: { backendId: TRIED_ID } }]);
  await requestTakes(services, { ...story, request: { scope: "missing" } });
  await house.work();
  await eventually(async () => stub.jobs.length === 1, { timeoutMs: 20_000, what: "a take" });
  const trialId = await house.start();
  await house.until(trialId, "running", "This comes next");
  await house.until(trialId, "ready");
  const isTrial = ({ data }: (typeof stub.jobs)[number]) =>
    JSON.stringify(data).includes("red umbrella");
  expect(stub.jobs.findIndex(isTrial)).toBe(1);
  // Of a backend with one place, never two at once.
  const spans = (stub.queue?.spans ?? []).toSorted((a, b) => a.startMs - b.startMs);
  for (const [index, span] of spans.entries()) {
    expect(span.startMs).toBeGreaterThanOrEqual(spans[index - 1]?.endMs ?? 0);
  }
});

test("a worker that is killed in the middle: another one takes the trial up", async () => {
  const house = await openHouse();
  const doomed = await forkWorker(house, { crashPoint: "SIGKILL:trial-drawing" });
  const trialId = await house.start();
  expect(await doomed.ended).toBe("SIGKILL");
  expect((await house.read(trialId)).state).toBe("running");
  await house.work();
  expect(await house.until(trialId, "ready")).toMatchObject({ frames: 16 });
  const { attempt } = await house.services.database.backendTrial.findFirstOrThrow();
  expect(attempt).toBe(2);
});

test("a worker that stops in order gives the trial back, and its job at the backend is cancelled", async () => {
  const house = await openHouse({ fault: "never-done" });
  const worker = await house.work();
  const trialId = await house.start();
  await house.until(trialId, "running", "Sampling");
  await worker.stop();
  expect(await house.read(trialId)).toMatchObject({ state: "queued", fraction: null });
  expect(house.stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
});

test("a database that goes away once the video is there doesn't have it drawn again", async () => {
  const house = await openHouse();
  const { database } = house.services;
  // What Postgres says while it is shut down; a sequence counts on through what is rolled back.
  await database.$executeRaw`CREATE SEQUENCE asked`;
  await database.$executeRaw`
    CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
      IF nextval('asked') = 1 THEN
        RAISE EXCEPTION 'terminating connection' USING ERRCODE = '57P01';
      END IF;
      RETURN NEW;
    END $body$`;
  await database.$executeRaw`
    CREATE TRIGGER away BEFORE UPDATE OF "meanDrawMs" ON "Backend" FOR EACH ROW EXECUTE FUNCTION away()`;
  await house.work();
  const trialId = await house.start();
  await house.until(trialId, "ready");
  expect(house.stub.jobs).toHaveLength(1);
  expect((await house.backend()).meanDrawMs).toBeGreaterThan(0);
});

test("a database that is away as the drawing begins: it is tried again, and says nothing of the backend", async () => {
  const house = await openHouse();
  const { database } = house.services;
  await database.$executeRaw`CREATE SEQUENCE noted`;
  await database.$executeRaw`
    CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
      IF nextval('noted') = 1 THEN
        RAISE EXCEPTION 'terminating connection' USING ERRCODE = '57P01';
      END IF;
      RETURN NEW;
    END $body$`;
  await database.$executeRaw`
    CREATE TRIGGER away BEFORE UPDATE OF "backendRef" ON "BackendTrial" FOR EACH ROW EXECUTE FUNCTION away()`;
  await house.work();
  await house.until(await house.start(), "ready");
  expect(house.stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
  expect((await house.backend()).health).toMatchObject({ state: "running", problem: null });
});

test("a trial whose job is gone fails instead of running for ever", async () => {
  const house = await openHouse();
  const trialId = await house.start();
  const { database, queue } = house.services;
  await queue.cancel("try-backend", [trialId]);
  await database.backendTrial.updateMany({
    data: { state: "running", createdAt: new Date(Date.now() - 60_000) },
  });
  await house.work();
  const { message } = await house.until(trialId, "failed");
  expect(message).toContain("The worker stopped");
  expect(await house.start()).not.toBe(trialId);
});

test("two trials of a workspace run at once, a third one waits and says so; cancelled ones make way", async () => {
  const house = await openHouse({ fault: "never-done" });
  const { services, workspaceId, stub } = house;
  const { baseUrl } = stub;
  for (const id of ["second-app", "third-app"]) {
    await addToonCrafter(services.database, { workspaceId, id, name: id, baseUrl });
  }
  const [first, second] = [await house.start(), await house.start("second-app")];
  await house.work();
  await house.until(first, "running", "Sampling");
  await house.until(second, "running", "Sampling", "second-app");
  const third = await house.start("third-app");
  await house.until(third, "queued", "two other trials", "third-app");
  expect(stub.jobs).toHaveLength(2);

  expect(await house.cancel(first)).toBe(204);
  expect(await house.cancel(first)).toBe(404);
  await house.until(third, "running", "Sampling", "third-app");
  await eventually(async () => stub.jobs.filter(({ isCancelled }) => isCancelled).length === 1, {
    ...{ timeoutMs: 20_000, what: "the first job to be cancelled" },
  });
  const again = await house.start();
  expect(again).not.toBe(first);
  await house.until(again, "queued", "two other trials");
  // One that waits is called off without having been asked of anybody.
  expect(await house.cancel(again)).toBe(204);
  expect(await services.queue.liveKeys("try-backend")).toEqual(new Set([second, third]));
  expect(stub.jobs).toHaveLength(3);
});

test("removing the backend ends its trial at the backend too", async () => {
  const house = await openHouse({ fault: "never-done" });
  await house.work();
  const trialId = await house.start();
  await house.until(trialId, "running", "Sampling");
  const { services, userId, workspaceId } = house;
  await deleteBackend(services, { userId, workspaceId, backendId: TRIED_ID });
  await eventually(async () => house.stub.jobs[0]?.isCancelled, {
    ...{ timeoutMs: 20_000, what: "the job to be cancelled" },
  });
});

test("removing the in-betweener of this machine takes its trial along, and no other's", async () => {
  const house = await openHouse();
  const { services, userId, workspaceId } = house;
  const { database } = services;
  const other = await house.start();
  await addToonCrafter(database, { workspaceId, id: "on-this-machine", name: "Here", baseUrl: "" });
  await database.backend.updateMany({
    where: { id: "on-this-machine" },
    data: { address: { kind: "local" } },
  });
  await house.start("on-this-machine");
  await removeLocalBackend({ ...services, localBackend: null }, { userId, workspaceId });
  expect(await database.backendTrial.findMany({ select: { id: true } })).toEqual([{ id: other }]);
});

test("a trial's video is kept as long as the trial, and no longer", async () => {
  const house = await openHouse();
  await house.work();
  const trialId = await house.start();
  await house.until(trialId, "ready");
  const { services } = house;
  const { database, blobs } = services;
  const sweep = () => sweepFiles(services, { temporaryAgeMs: 0, blobGraceMs: -60_000 });
  const clear = (trialMs: number) =>
    clearOld(database, {
      ...{ deletedProjectMs: 1e9, rendersPerOutcome: 9, renderMs: 1e9, clipMs: 1e9, trialMs },
    });
  const { blobHash } = await database.backendTrial.findFirstOrThrow();
  expect(await clear(60_000)).toMatchObject({ trials: 0 });
  await sweep();
  expect(await blobs.has(blobHash ?? "")).toBe(true);
  expect((await house.fetchVideo(trialId)).status).toBe(200);

  expect(await clear(-60_000)).toMatchObject({ trials: 1 });
  await sweep();
  expect(await blobs.has(blobHash ?? "")).toBe(false);
  expect((await house.fetchVideo(trialId)).status).toBe(404);
});
