import type { Database } from "#lib/db/client.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import { endLostTrials } from "../trials/end-lost-trials.ts";
import type { WorkerServices } from "../worker-services.ts";
import { settleRender } from "./render-claim.ts";

/** A render must have been without a job this long, so that none in the middle of a commit is meant. */
const GRACE_MS = 5_000;
/** Lost workers in a row after which a render is given up; an orderly restart doesn't count. */
const MAX_LOST = 5;

type Pending = {
  projectId: string;
  id: string;
  attempt: number;
  /** Losses before the present claim. */
  lostCount: number;
  state: string;
};

/**
 * Brings back renders that wait for a job which is gone: the queue was emptied, or its retries ran out while the
 * database was away. What has taken worker after worker with it is failed instead, as every such trial is. Takes need
 * none of this: they are their own queue.
 */
export async function handleRecoverLost(
  services: WorkerServices,
  _data: JobData<"recover-lost">,
): Promise<void> {
  const { database, queue } = services;
  await endLostTrials(services);
  const renders = await pendingRenders(database, new Date(Date.now() - GRACE_MS));
  if (renders.length === 0) return;
  const live = await queue.liveKeys("render-film");
  const lost = renders.filter((render) => !live.has(render.id));
  for (const render of lost.filter(isHopeless)) await giveUp(services, render);
  await queue.enqueue(
    "render-film",
    lost
      .filter((render) => !isHopeless(render))
      .map(({ projectId, id }) => ({ projectId, renderId: id })),
  );
}

/** Written out for Postgres, which sees by the very words that its partial index of pending renders will do. */
function pendingRenders(database: Database, createdBefore: Date): Promise<Pending[]> {
  return database.$queryRaw<Pending[]>`
    SELECT r."projectId", r."id", r."attempt", r."lostCount", r."state"
    FROM "Render" r JOIN "Project" p ON p."id" = r."projectId" AND p."deletedAt" IS NULL
    WHERE r."state" IN ('queued', 'running') AND r."createdAt" < ${createdBefore}`;
}

function isHopeless({ state, lostCount }: Pending): boolean {
  return state === "running" && lostCount + 1 >= MAX_LOST;
}

async function giveUp({ database }: WorkerServices, lost: Pending): Promise<void> {
  const { projectId, id: renderId, attempt } = lost;
  const message =
    "The worker stopped each time it made this film. Your drawings and takes are safe. Export again; the log has the rest.";
  await settleRender(database, {
    claim: { projectId, renderId, attempt },
    status: { state: "failed", message },
  });
}
