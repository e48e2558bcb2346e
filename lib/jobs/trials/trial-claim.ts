import type { TrialStatus } from "#lib/core/backend-settings.ts";
import type { Transaction } from "#lib/db/client.ts";
import { pendingTrialStatus } from "#lib/projects/backends/trial-status.ts";

/** One worker's right to a trial: every write that it makes names its attempt, and a newer attempt ends it. */
export type TrialClaim = {
  readonly workspaceId: string;
  readonly trialId: string;
  readonly backendId: string;
  readonly attempt: number;
};

/** A worker has four places for trials, of which one workspace's that never end must leave some to others. */
const AT_ONCE_PER_WORKSPACE = 2;

/**
 * Takes a trial up, unless as many of its workspace run as may at once: then it waits, and says so.
 * @returns `later` when it waits; null when it is gone or over
 */
export async function claimTrial(
  transaction: Transaction,
  options: { workspaceId: string; trialId: string },
): Promise<TrialClaim | "later" | null> {
  const { workspaceId, trialId } = options;
  // So that of two that begin at once the second one counts the first.
  await transaction.$executeRaw`
    SELECT 1 FROM "Workspace" WHERE "id" = ${workspaceId} FOR NO KEY UPDATE`;
  const others = await transaction.backendTrial.count({
    where: { workspaceId, id: { not: trialId }, state: "running" },
  });
  if (others >= AT_ONCE_PER_WORKSPACE) {
    const status = pendingTrialStatus("queued", "Waiting for two other trials of this workspace");
    const { count } = await transaction.backendTrial.updateMany({
      where: { workspaceId, id: trialId, state: { in: ["queued", "running"] } },
      data: { state: status.state, status },
    });
    return count > 0 ? "later" : null;
  }
  const status = pendingTrialStatus("running", "Preparing the drawings");
  const [claimed] = await transaction.$queryRaw<{ backendId: string; attempt: number }[]>`
    UPDATE "BackendTrial"
    SET "state" = 'running', "attempt" = "attempt" + 1, "status" = ${JSON.stringify(status)}::jsonb, "placeUntil" = NULL
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${trialId} AND "state" IN ('queued', 'running')
    RETURNING "backendId", "attempt"`;
  return claimed ? { workspaceId, trialId, ...claimed } : null;
}

/**
 * Ends a claim with this status; `blobHash` names the video.
 * @returns false when the trial is gone or another attempt's; nothing is written then
 */
export async function settleTrial(
  database: Transaction,
  options: { claim: TrialClaim; status: TrialStatus; blobHash?: string },
): Promise<boolean> {
  const { claim, status, blobHash } = options;
  const { workspaceId, trialId, attempt } = claim;
  const { count } = await database.backendTrial.updateMany({
    where: { workspaceId, id: trialId, attempt, state: "running" },
    data: {
      state: status.state,
      status,
      placeUntil: null,
      ...(blobHash !== undefined && { blobHash }),
    },
  });
  return count > 0;
}
