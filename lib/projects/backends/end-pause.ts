import type { Transaction } from "#lib/db/client.ts";
import { tellBackendsChanged } from "./backends-channel.ts";

/** Lets a backend be asked again before its pause is over, because a person wants to try; a refusal begins it anew. */
export async function endPause(
  database: Transaction,
  options: { workspaceId: string; backendId: string },
): Promise<void> {
  const { workspaceId, backendId } = options;
  const { count } = await database.backend.updateMany({
    where: { workspaceId, id: backendId, pausedUntil: { not: null } },
    data: { pausedUntil: null },
  });
  if (count > 0) await tellBackendsChanged(database, workspaceId);
}
