import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import type { TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";
import { lockProject } from "#lib/projects/commit-in-transaction.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { WorkerServices } from "../worker-services.ts";
import { settleRender } from "./render-claim.ts";
import { commitServerChange } from "./take-claim.ts";

/** A take or render must have been without a job this long, so that none in the middle of a commit is meant. */
const GRACE_MS = 5_000;
/** Lost workers in a row after which a take or render is given up; an orderly restart doesn't count. */
const MAX_LOST = 5;

type Pending = {
  projectId: string;
  id: string;
  attempt: number;
  /** Losses before the present claim. */
  lostCount: number;
  state: string;
  /** When a waiting take goes on. */
  until?: string | null;
};

/**
 * Brings back takes and renders that wait for a job which is gone: the queue was emptied, or its retries ran out while
 * the database was away. What has taken worker after worker with it is failed instead.
 */
export async function handleRecoverLost(
  services: WorkerServices,
  _data: JobData<"recover-lost">,
): Promise<void> {
  const { database, queue } = services;
  const before = new Date(Date.now() - GRACE_MS);
  const takes = await pendingTakes(database, before);
  if (takes.length > 0) {
    const live = await queue.liveKeys("draw-take");
    const lost = takes.filter((take) => !live.has(take.id));
    for (const take of lost.filter(isHopeless)) await giveUp(services, take);
    const again = lost.filter((take) => !isHopeless(take));
    // A take that was finished since it was read is met by its claim, which does nothing then.
    await queue.enqueue("draw-take", again.filter((take) => !isWaiting(take)).map(drawTakeJob));
    for (const take of again.filter(isWaiting)) {
      await queue.enqueue("draw-take", [drawTakeJob(take)], { startAfter: new Date(take.until) });
    }
  }
  const renders = await pendingRenders(database, before);
  if (renders.length === 0) return;
  const live = await queue.liveKeys("render-film");
  const lost = renders.filter((render) => !live.has(render.id));
  for (const render of lost.filter(isHopeless)) await giveUpRender(services, render);
  await queue.enqueue(
    "render-film",
    lost
      .filter((render) => !isHopeless(render))
      .map(({ projectId, id }) => ({ projectId, renderId: id })),
  );
}

/** Written out for Postgres, which sees by the very words that its partial index of pending takes will do. */
function pendingTakes(database: Database, createdBefore: Date): Promise<Pending[]> {
  return database.$queryRaw<Pending[]>`
    SELECT t."projectId", t."id", t."attempt", t."lostCount", t."state",
      t."status"->>'until' AS "until"
    FROM "Take" t JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL
    WHERE t."state" IN ('queued', 'running', 'waiting') AND t."createdAt" < ${createdBefore}`;
}

function pendingRenders(database: Database, createdBefore: Date): Promise<Pending[]> {
  return database.$queryRaw<Pending[]>`
    SELECT r."projectId", r."id", r."attempt", r."lostCount", r."state"
    FROM "Render" r JOIN "Project" p ON p."id" = r."projectId" AND p."deletedAt" IS NULL
    WHERE r."state" IN ('queued', 'running') AND r."createdAt" < ${createdBefore}`;
}

function drawTakeJob({ projectId, id }: Pending): JobData<"draw-take"> {
  return { projectId, takeId: id, refusedCount: 0 };
}

/** A backend that asked for a pause gets it, also when the job was lost. */
function isWaiting(take: Pending): take is Pending & { until: string } {
  return take.state === "waiting" && typeof take.until === "string";
}

function isHopeless({ state, lostCount }: Pending): boolean {
  return state === "running" && lostCount + 1 >= MAX_LOST;
}

async function giveUpRender({ database }: WorkerServices, lost: Pending): Promise<void> {
  const { projectId, id: renderId, attempt } = lost;
  const message =
    "The worker stopped each time it made this film. Your drawings and takes are safe. Export again; the log has the rest.";
  await settleRender(database, {
    claim: { projectId, renderId, attempt },
    status: { state: "failed", message },
  });
}

async function giveUp(services: WorkerServices, lost: Pending): Promise<void> {
  const { database } = services;
  const { projectId, id, attempt } = lost;
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const row = await transaction.take.findUnique({ where: { projectId_id: { projectId, id } } });
    if (row?.attempt !== attempt || row.state !== "running") return;
    const message =
      "The worker stopped each time it drew this take. Your drawings and other takes are safe. Try other settings or another backend.";
    const status: TakeStatus = {
      state: "failed",
      failedAt: new Date().toISOString(),
      error: { errorClass: "broken", message },
    };
    const patch: Patch[] = [{ kind: "take", id, from: {}, to: { status } }];
    await commitServerChange(transaction, {
      locked,
      label: "Give up a take",
      change: { ...EMPTY_CHANGE, patch },
    });
  }, TRANSACTION_TIMES);
}
