import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { trialStatusSchema, type TrialStatus } from "#lib/core/backend-settings.ts";
import type { Database } from "#lib/db/client.ts";
import { trialNotFound } from "./trial-status.ts";

export type TrialName = {
  readonly workspaceId: string;
  readonly backendId: string;
  readonly trialId: string;
};

/**
 * How a trial stands.
 * @throws GengaError `not-found`, `forbidden`
 */
export async function readTrial(
  { database }: { readonly database: Database },
  options: { userId: string } & TrialName,
): Promise<TrialStatus> {
  const { userId, workspaceId, backendId, trialId } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  const row = await database.backendTrial.findUnique({
    where: { workspaceId_id: { workspaceId, id: trialId } },
  });
  if (row?.backendId !== backendId) throw trialNotFound();
  return trialStatusSchema.parse(row.status);
}
