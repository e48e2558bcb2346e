import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import type { WorkerServices } from "#lib/jobs/worker-services.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { readFilm } from "#lib/projects/read-film.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/test-database.ts";
import { createTestStory, eventually, viewOf } from "#tests/support/test-story.ts";

let directory: string;
let database: TestDatabase;
let services: WorkerServices;
let close: () => Promise<void>;
let worker: Worker;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "genga-takes-"));
  database = await createTestDatabase();
  ({ services, close } = await createWorkerServices({
    databaseUrl: database.connectionString,
    dataDirectory: directory,
  }));
  worker = await startWorker({ services, concurrency: 2 });
});

afterAll(async () => {
  await worker.stop();
  await close();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function allReady(projectId: string) {
  return eventually(
    async () => {
      const view = await viewOf(services.database, projectId);
      const takes = [...view.records.take.values()];
      return takes.every((take) => take.status.state === "ready") && view;
    },
    { timeoutMs: 30_000, what: "all takes ready" },
  );
}

test.for([2, 6])("%i drawings become takes, each chosen, and one film", async (keyframes) => {
  const story = await createTestStory(services, { keyframes });
  const { userId, projectId } = story;
  const asked = await requestTakes(services, { userId, projectId, request: { scope: "missing" } });
  expect(asked).toEqual({ queued: keyframes - 1, reused: 0, skipped: 0 });
  const view = await allReady(projectId);
  for (const segment of view.sequence.segments) {
    const [take] = view.takesBySegment.get(segment.id) ?? [];
    expect(segment.record.chosenTakeId).toBe(take?.id);
    expect(take?.clip?.frames).toBe(8);
  }
  const { renderId } = await requestRender(services, { userId, projectId, allowMissing: false });
  const film = await eventually(
    () => readFilm(services, { userId, projectId, renderId }).catch(() => null),
    { timeoutMs: 30_000, what: "the film" },
  );
  let frames = 0;
  for await (const _frame of decodeClip(services.blobs.path(film.blobHash))) frames += 1;
  expect(frames).toBe(8 * (keyframes - 1) + 1);
  const again = await requestRender(services, { userId, projectId, allowMissing: false });
  expect(again.renderId).toBe(renderId);
});
