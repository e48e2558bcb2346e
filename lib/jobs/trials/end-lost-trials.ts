import { failedTrialStatus } from "#lib/projects/backends/trial-status.ts";
import type { WorkerServices } from "../worker-services.ts";

/** A trial must be this old, so that none in the middle of being asked for is meant. */
const GRACE_MS = 5_000;

/** Fails trials that wait for a job which is gone: its workers were lost time and again, or the queue was emptied. */
export async function endLostTrials({
  database,
  queue,
}: Pick<WorkerServices, "database" | "queue">): Promise<void> {
  const createdAt = { lt: new Date(Date.now() - GRACE_MS) };
  const pending = { state: { in: ["queued", "running"] }, createdAt };
  const trials = await database.backendTrial.findMany({
    where: pending,
    select: { workspaceId: true, id: true },
  });
  if (trials.length === 0) return;
  const live = await queue.liveKeys("try-backend");
  const status = failedTrialStatus(
    "The worker stopped each time it tried this backend. Your projects are as they were. Try it again; the log has the rest.",
  );
  for (const { workspaceId, id } of trials) {
    if (live.has(id)) continue;
    // Raised, so that a worker that was only frozen writes nothing any more.
    await database.backendTrial.updateMany({
      where: { ...pending, workspaceId, id },
      data: { state: status.state, status, placeUntil: null, attempt: { increment: 1 } },
    });
  }
}
