import type { Transaction } from "#lib/db/client.ts";
import { tellBackendsChanged } from "./backends-channel.ts";

/** A drawing came: the backend is well, and its mean time moves by a quarter towards the newest. */
export async function noteDrawn(
  database: Transaction,
  options: { workspaceId: string; backendId: string; drawMs: number },
): Promise<void> {
  const { workspaceId, backendId } = options;
  const drawMs = Math.round(options.drawMs);
  const health = { state: "running", problem: null, checkedAt: new Date().toISOString() };
  const noted = await database.$executeRaw`
    UPDATE "Backend" SET "pausedUntil" = NULL, "pauseError" = NULL, "health" = ${JSON.stringify(health)}::jsonb,
      "meanDrawMs" = COALESCE("meanDrawMs" + (${drawMs}::int - "meanDrawMs") / 4, ${drawMs}::int)
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${backendId}`;
  if (noted > 0) await tellBackendsChanged(database, workspaceId);
}
