import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { forkWorker } from "#tests/support/fork-worker.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { busyShare } from "#tests/support/gradio-stub/stub-queue.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { withBenchPostgres } from "./bench-postgres.ts";

/** Drawings as short as a small model's on a good card, and as long as a large one's on a shared one. */
const RUNS = [
  { places: 1, drawMs: 3_000, takes: 12 },
  { places: 3, drawMs: 3_000, takes: 30 },
  { places: 1, drawMs: 10_000, takes: 5 },
  { places: 3, drawMs: 10_000, takes: 12 },
];
const SHAPE = { width: 512, height: 320, segmentFrames: 48 };

/** The share of the time in which a backend with a long queue draws, as the backend itself sees it. */
export async function bench(report: BenchReport): Promise<void> {
  const video = await toonCrafterVideo();
  await withBenchPostgres(async (databaseUrl) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "genga-bench-"));
    const house = { databaseUrl, dataDirectory };
    const { services, close } = await createWorkerServices({ ...house, secret: TEST_SECRET });
    const worker = await forkWorker(house);
    try {
      for (const run of RUNS) await benchRun({ services, video, report, ...run });
    } finally {
      await worker.stop();
      await services.queue.stop();
      await close();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
}

async function benchRun(options: {
  services: Parameters<typeof requestTakes>[0] & Parameters<typeof createTestStory>[0];
  video: Uint8Array;
  report: BenchReport;
  places: number;
  drawMs: number;
  takes: number;
}): Promise<void> {
  const { services, video, report, places, drawMs, takes } = options;
  const { database } = services;
  const stub = await startGradioStub({ version: "5.49.1", video, drawing: { drawMs, places } });
  try {
    const story = await createTestStory(services, { keyframes: takes + 1, project: SHAPE });
    const { workspaceId, projectId } = story;
    const { baseUrl } = stub;
    await addToonCrafter(database, { workspaceId, id: "gpu", name: "GPU", baseUrl });
    await database.backend.updateMany({ where: { workspaceId }, data: { concurrency: places } });
    await database.project.update({ where: { id: projectId }, data: { backendId: "gpu" } });
    await requestTakes(services, { ...story, request: { scope: "missing" } });
    await eventually(
      async () => (await database.take.count({ where: { projectId, state: "ready" } })) === takes,
      { timeoutMs: 300_000, what: "all takes ready" },
    );
    if (!stub.queue) throw new Error("the stub has no queue");
    const share = busyShare(stub.queue, places);
    const most = stub.queue.mostAtOnce();
    report({
      what: `backend of ${places} with drawings of ${drawMs / 1_000} s, a queue of ${takes}: kept busy`,
      value: `${(share * 100).toFixed(1)} %`,
      limit: `≥ 95 %, never more than ${places}`,
      holds: share >= 0.95 && most <= places,
    });
  } finally {
    await stub.close();
  }
}
