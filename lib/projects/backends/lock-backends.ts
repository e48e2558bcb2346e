import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { Transaction } from "#lib/db/client.ts";

/**
 * Lets nobody else change the workspace's backends before the transaction ends, and makes sure that this person still
 * may: an app can take minutes to be read.
 * @throws GengaError as `requireWorkspaceAccess`
 */
export async function lockBackends(
  transaction: Transaction,
  options: { userId: string; workspaceId: string },
): Promise<void> {
  // New projects refer to the row too, and needn't wait for this.
  await transaction.$executeRaw`
    SELECT 1 FROM "Workspace" WHERE "id" = ${options.workspaceId} FOR NO KEY UPDATE`;
  await requireWorkspaceAccess({
    database: transaction,
    ...options,
    permission: "workspace:manage",
  });
}
