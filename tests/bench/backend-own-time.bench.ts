import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "#bin/platform/free-port.ts";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import type { WorkerServices } from "#lib/jobs/worker-services.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, type TestStory } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { drawWithBareClient } from "./bare-gradio-client.ts";
import { quantile, withBenchPostgres } from "./bench-postgres.ts";

const SHAPE = { width: 512, height: 320, segmentFrames: 48 };
const ROUNDS = 9;
const DRAW_MS = 500;
const LIMIT_MS = 400;
const POLL_MS = 10;

/**
 * From "Generate" to the backend's video kept as the take's original, through the queue, the database and a worker: what
 * that takes beyond the drawing itself, beside a script of `@gradio/client` that only makes the same calls.
 */
export async function bench(report: BenchReport): Promise<void> {
  const port = await findFreePort();
  const stub = await startGradioStub({
    ...{ version: "5.49.1", video: await toonCrafterVideo(), port },
    drawing: { drawMs: DRAW_MS, places: 1 },
    // The published client goes wherever the server says that it is.
    root: `http://127.0.0.1:${port}`,
  });
  try {
    await withBenchPostgres(async (databaseUrl) => {
      const dataDirectory = await mkdtemp(join(tmpdir(), "genga-bench-"));
      const { services, close } = await createWorkerServices({
        ...{ databaseUrl, dataDirectory, secret: TEST_SECRET },
        allowPrivateAddresses: true,
      });
      const worker = await startWorker({ services, concurrency: 2 });
      try {
        await compare({ services, dataDirectory, url: stub.baseUrl, report });
      } finally {
        await worker.stop();
        await close();
        await rm(dataDirectory, { recursive: true, force: true });
      }
    });
  } finally {
    await stub.close();
  }
}

async function compare(options: {
  services: WorkerServices;
  dataDirectory: string;
  url: string;
  report: BenchReport;
}): Promise<void> {
  const { services, dataDirectory, url, report } = options;
  const { database } = services;
  const story = await createTestStory(services, { keyframes: ROUNDS + 2, project: SHAPE });
  const { workspaceId, projectId } = story;
  await addToonCrafter(database, { workspaceId, id: "gpu", name: "GPU", baseUrl: url });
  await database.project.update({ where: { id: projectId }, data: { backendId: "gpu" } });
  const [first, last] = [
    await encodePng(drawing(512, 320, 0)),
    await encodePng(drawing(512, 320, 60)),
  ];
  const outputPath = join(dataDirectory, "bare.mp4");
  const times = {
    kept: new Array<number>(),
    ready: new Array<number>(),
    bare: new Array<number>(),
  };
  // The first of each starts what a worker starts once.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { keptMs, readyMs } = await timeTake(services, story, round);
    const start = performance.now();
    await drawWithBareClient({ url, first, last, outputPath });
    const bareMs = performance.now() - start;
    if (round === 0) continue;
    times.kept.push(keptMs - DRAW_MS);
    times.ready.push(readyMs - keptMs);
    times.bare.push(bareMs - DRAW_MS);
  }
  const own = quantile(times.kept, 0.5);
  const bare = quantile(times.bare, 0.5);
  report({
    what: "from Generate to a kept video of 512×320, beyond the backend's drawing, median",
    value: `${own.toFixed(0)} ms`,
    peer: `a script of @gradio/client ${bare.toFixed(0)} ms`,
    ratio: own / bare,
    limit: `≤ ${LIMIT_MS} ms`,
    holds: own <= LIMIT_MS,
  });
  report({
    what: "from the kept video to the ready clip of 48 frames, median",
    value: `${quantile(times.ready, 0.5).toFixed(0)} ms`,
  });
}

/** Has one segment drawn, and waits for its video to be kept and for its clip. */
async function timeTake(
  { database, ...services }: WorkerServices,
  story: TestStory,
  index: number,
): Promise<{ keptMs: number; readyMs: number }> {
  const segmentId = `${story.keyframeIds[index] ?? ""}~${story.keyframeIds[index + 1] ?? ""}`;
  const start = performance.now();
  await requestTakes(
    { database, ...services },
    { ...story, request: { scope: "segments", segmentIds: [segmentId] } },
  );
  let keptMs: number | null = null;
  for (;;) {
    const take = await database.take.findFirstOrThrow({
      where: { projectId: story.projectId, segmentId },
      select: { originalHash: true, state: true },
    });
    if (take.originalHash !== null) keptMs ??= performance.now() - start;
    if (take.state === "ready" && keptMs !== null)
      return { keptMs, readyMs: performance.now() - start };
    if (take.state === "failed") throw new Error("a take failed");
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
