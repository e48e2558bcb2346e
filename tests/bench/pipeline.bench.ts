import { readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import type { WorkerServices } from "#lib/jobs/worker-services.ts";
import { directoryOf } from "#tests/support/test-directory.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { forkWorker } from "#tests/support/fork-worker.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually, type TestStory } from "#tests/support/test-story.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { withBenchPostgres } from "./bench-postgres.ts";

const SHAPE = { width: 512, height: 320, segmentFrames: 48 };
const TAKES = 12;
const FILM_SEGMENTS = 500;

/** From "Generate" to the ready clip, and a long film, on real workers: our own time and memory. */
export async function bench(report: BenchReport): Promise<void> {
  await withBenchPostgres(async (databaseUrl) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "genga-bench-"));
    const { services, close } = await createWorkerServices({
      databaseUrl,
      dataDirectory,
      secret: TEST_SECRET,
    });
    try {
      await benchOwnTime(services, report);
      await benchMemory({ services, databaseUrl, dataDirectory, report });
    } finally {
      await close();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
}

/** What a take takes beyond the backend's own drawing. */
async function benchOwnTime(services: WorkerServices, report: BenchReport): Promise<void> {
  const draft = createDraftBackend();
  const drawnMs = new Map<string, number>();
  const timed: typeof draft = {
    ...draft,
    async draw(request) {
      const start = performance.now();
      const result = await draft.draw(request);
      drawnMs.set(request.recipe.fromImageId, performance.now() - start);
      return result;
    },
  };
  const backends = directoryOf(timed);
  const worker = await startWorker({ services: { ...services, backends }, concurrency: 1 });
  const story = await createTestStory(services, { keyframes: TAKES + 1, project: SHAPE });
  const start = performance.now();
  await requestTakes(services, { ...story, request: { scope: "missing" } });
  await allReady(services, story);
  const totalMs = performance.now() - start;
  await worker.stop();
  const takes = await services.database.take.findMany({ where: { projectId: story.projectId } });
  const own = takes.map(({ status, recipe }) => {
    // Written by the worker above.
    const { elapsedMs } = status as { elapsedMs: number };
    const { fromImageId } = recipe as { fromImageId: string };
    return elapsedMs - (drawnMs.get(fromImageId) ?? 0);
  });
  const drawing = median([...drawnMs.values()]);
  report({
    what: "our own time for a take beyond the backend's, median",
    value: `${median(own).toFixed(0)} ms`,
    limit: "≤ 400 ms",
    holds: median(own) <= 400,
  });
  report({
    what: `${TAKES} takes from Generate to ready, each`,
    value: `${(totalMs / TAKES).toFixed(0)} ms`,
    peer: `the drawing alone ${drawing.toFixed(0)} ms`,
    ratio: totalMs / TAKES / drawing,
  });
}

async function benchMemory(options: {
  services: WorkerServices;
  databaseUrl: string;
  dataDirectory: string;
  report: BenchReport;
}): Promise<void> {
  const { services, report } = options;
  const house = await createWorkerServices({ ...options, secret: TEST_SECRET });
  const worker = await forkWorker(options);
  const pid = worker.child.pid ?? 0;
  const peak = watchMemory(pid);
  try {
    const tools = { ...services, queue: house.services.queue };
    const small = await createTestStory(tools, { keyframes: 7, project: SHAPE });
    await requestTakes(tools, { ...small, request: { scope: "missing" } });
    await allReady(tools, small);
    report({
      what: "worker's memory while generating, with its children",
      value: mb(peak.reset()),
    });

    const film = await longStory(tools, small);
    const start = performance.now();
    const { renderId } = await requestRender(tools, { ...film, allowMissing: false });
    await eventually(
      () => tools.database.render.findFirst({ where: { id: renderId, state: "ready" } }),
      { timeoutMs: 300_000, what: "the film" },
    );
    const seconds = (performance.now() - start) / 1000;
    const bytes = peak.reset();
    report({
      what: `film of ${FILM_SEGMENTS} segments, from Export to ready`,
      value: `${seconds.toFixed(1)} s`,
    });
    report({
      what: `worker's memory while exporting ${FILM_SEGMENTS} segments, with its children`,
      value: mb(bytes),
      limit: "≤ 700 MB with web",
      holds: bytes <= 700e6,
    });
  } finally {
    peak.stop();
    await worker.stop();
    await house.services.queue.stop();
    await house.close();
  }
}

/** 501 drawings that go to and fro between two: its takes are reused, so that only the film is measured. */
async function longStory(services: WorkerServices, small: TestStory): Promise<TestStory> {
  const fro = { ...small, imagesRepeatAfter: 2, project: SHAPE };
  const first = await createTestStory(services, { ...fro, keyframes: 3 });
  await requestTakes(services, { ...first, request: { scope: "missing" } });
  await allReady(services, first);
  const story = await createTestStory(services, { ...fro, keyframes: FILM_SEGMENTS + 1 });
  await requestTakes(services, { ...story, request: { scope: "missing" } });
  await allReady(services, story);
  return story;
}

async function allReady({ database }: WorkerServices, { projectId }: TestStory): Promise<void> {
  await eventually(
    async () =>
      (await database.take.count({ where: { projectId, state: { not: "ready" } } })) === 0,
    { timeoutMs: 300_000, what: "all takes ready" },
  );
}

/** The largest resident size of a process and all its descendants (Linux). */
function watchMemory(pid: number) {
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(pid));
  }, 100);
  return {
    reset() {
      const bytes = peakBytes;
      peakBytes = 0;
      return bytes;
    },
    stop: () => clearInterval(timer),
  };
}

function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
    );
    return children.reduce((sum, child) => sum + residentBytes(Number(child)), kilobytes * 1024);
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
