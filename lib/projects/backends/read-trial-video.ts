import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Database } from "#lib/db/client.ts";
import type { TrialName } from "./read-trial.ts";
import { trialNotFound } from "./trial-status.ts";

/**
 * The blob of what a backend drew in a trial, in the house format.
 * @throws GengaError `not-found`, `forbidden`; `conflict` while there is none.
 */
export async function readTrialVideo(
  { database }: { readonly database: Database },
  options: { userId: string } & TrialName,
): Promise<{ blobHash: string }> {
  const { userId, workspaceId, backendId, trialId } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  const row = await database.backendTrial.findUnique({
    where: { workspaceId_id: { workspaceId, id: trialId } },
  });
  if (row?.backendId !== backendId) throw trialNotFound();
  if (row.blobHash === null) {
    throw new GengaError("conflict", "This trial has no video. Try the backend again.");
  }
  return { blobHash: row.blobHash };
}
