import type { BackendErrorClass } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { tellBackendsChanged } from "./backends-channel.ts";

/**
 * Asks nothing of a backend before `until`: what one take was told holds for all the others too. A later pause that is
 * set already stays.
 * @param options.quotaSecondsPerTake GPU seconds that one drawing asks for, where the message told
 */
export async function pauseBackend(
  database: Transaction,
  options: {
    workspaceId: string;
    backendId: string;
    until: Date;
    error: { errorClass: BackendErrorClass; message: string };
    quotaSecondsPerTake?: number | undefined;
  },
): Promise<void> {
  const { workspaceId, backendId, until, error, quotaSecondsPerTake = null } = options;
  const paused = await database.$executeRaw`
    UPDATE "Backend" SET
      "pauseError" = CASE WHEN "pausedUntil" IS NULL OR "pausedUntil" < ${until}
        THEN ${JSON.stringify(error)}::jsonb ELSE "pauseError" END,
      "pausedUntil" = GREATEST("pausedUntil", ${until}),
      "quotaSecondsPerTake" = COALESCE(${quotaSecondsPerTake}::int, "quotaSecondsPerTake")
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${backendId}`;
  if (paused > 0) await tellBackendsChanged(database, workspaceId);
}
