import type { Transaction } from "#lib/db/client.ts";

/** Postgres' channel that tells which workspace's backends have changed; web passes them on to its rooms. */
export const BACKENDS_CHANNEL = "genga_backends";

/** Tells that a workspace's backends have changed; in a transaction, when that commits. */
export async function tellBackendsChanged(
  transaction: Transaction,
  workspaceId: string,
): Promise<void> {
  await transaction.$executeRaw`
    SELECT pg_notify(${BACKENDS_CHANNEL}, ${JSON.stringify({ workspaceId })})`;
}
