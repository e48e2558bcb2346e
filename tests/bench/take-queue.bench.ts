import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { lookForTakes } from "#lib/jobs/takes/look-for-takes.ts";
import { endLease } from "#lib/jobs/takes/take-lease.ts";
import type { WorkerServices } from "#lib/jobs/worker-services.ts";
import { planRequest } from "#lib/projects/plan-request.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { quantile, withBenchPostgres } from "./bench-postgres.ts";

const SIZES = { small: 10, large: 9_999 };
const LOOKS = 100;

/** What "Generate all" of a full project costs, and the look for the next take while all of it waits. */
export async function bench(report: BenchReport): Promise<void> {
  await withBenchPostgres(async (databaseUrl) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "genga-bench-"));
    const house = { databaseUrl, dataDirectory, secret: TEST_SECRET };
    const { services, close } = await createWorkerServices(house);
    try {
      const { database } = services;
      const small = await fill(services, { keyframes: SIZES.small + 1 });
      await lookMs(services);
      const few = await lookMs(services);
      await database.project.update({ where: { id: small.projectId }, data: { isPaused: true } });

      const large = await fill(services, { keyframes: SIZES.large + 1, imagesRepeatAfter: 150 });
      report({
        what: `plan of Generate all, ${SIZES.large} segments`,
        value: `${large.planMs.toFixed(0)} ms`,
      });
      report({
        what: `Generate all, ${SIZES.large} segments, until the last is queued`,
        value: `${(large.askMs / 1_000).toFixed(1)} s`,
      });
      const fresh = await lookMs(services);
      await database.$executeRaw`ANALYZE`;
      const known = await lookMs(services);
      const [one, other] = [quantile(fresh, 0.5), quantile(known, 0.5)];
      report({
        what: `look for the next take, ${SIZES.large} waiting, median`,
        value: `${one.toFixed(1)} ms; with the planner's figures ${other.toFixed(1)} ms`,
        peer: `${SIZES.small} waiting ${quantile(few, 0.5).toFixed(1)} ms`,
        ratio: Math.max(one, other) / quantile(few, 0.5),
      });
    } finally {
      await services.queue.stop();
      await close();
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
}

/** A workspace of its own with a project of which everything is asked of a backend that nobody runs. */
async function fill(
  services: WorkerServices,
  options: { keyframes: number; imagesRepeatAfter?: number },
): Promise<{ projectId: string; planMs: number; askMs: number }> {
  const { database } = services;
  const story = await createTestStory(services, options);
  const { workspaceId, projectId } = story;
  const baseUrl = "http://127.0.0.1:9";
  await addToonCrafter(database, { workspaceId, id: "gpu", name: "GPU", baseUrl });
  await database.project.update({ where: { id: projectId }, data: { backendId: "gpu" } });
  const request = { scope: "missing" } as const;
  const startMs = performance.now();
  await planRequest(services, { ...story, request });
  const plannedMs = performance.now();
  await requestTakes(services, { ...story, request });
  return { projectId, planMs: plannedMs - startMs, askMs: performance.now() - plannedMs };
}

/** Takes the next take and lets go of it, again and again. */
async function lookMs({ database }: WorkerServices): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < LOOKS; turn += 1) {
    const startMs = performance.now();
    const { taken } = await lookForTakes(database, {
      prepared: [],
      free: { drafts: true, remote: true, ahead: true },
      lastTurns: new Map(),
    });
    times.push(performance.now() - startMs);
    if (!taken) throw new Error("there was nothing to take");
    await endLease(database, taken);
  }
  return times;
}
