import type { TrialStatus } from "#lib/core/backend-settings.ts";
import type { Database, Transaction } from "#lib/db/client.ts";
import { pendingTrialStatus } from "#lib/projects/backends/trial-status.ts";

/** One worker's right to a trial: every write that it makes names its attempt, and a newer attempt ends it. */
export type TrialClaim = {
  readonly workspaceId: string;
  readonly trialId: string;
  readonly backendId: string;
  readonly attempt: number;
};

/** Takes a trial up. @returns null when it is gone or over */
export async function claimTrial(
  database: Database,
  options: { workspaceId: string; trialId: string },
): Promise<TrialClaim | null> {
  const { workspaceId, trialId } = options;
  const status = pendingTrialStatus("running", "Preparing the drawings");
  const [claimed] = await database.$queryRaw<{ backendId: string; attempt: number }[]>`
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
