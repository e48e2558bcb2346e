import type { BackendHealth } from "#lib/core/backend-state.ts";
import type { Transaction } from "#lib/db/client.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { tellBackendsChanged } from "./backends-channel.ts";

/**
 * Notes what a look at a backend found. One that runs again is no longer left alone because it was away; a quota's
 * pause stays, since running tells nothing of it.
 */
export async function noteHealth(
  database: Transaction,
  options: {
    workspaceId: string;
    backendId: string;
    health: Pick<BackendHealth, "state" | "problem">;
  },
): Promise<BackendHealth> {
  const { workspaceId, backendId } = options;
  const { state, problem } = options.health;
  const health = { state, problem, checkedAt: new Date().toISOString() };
  const isBack = state === "running";
  const noted = await database.$executeRaw`
    UPDATE "Backend" SET "health" = ${JSON.stringify(health)}::jsonb,
      "pausedUntil" = CASE WHEN ${isBack} AND "pauseError"->>'errorClass' <> 'quota' THEN NULL ELSE "pausedUntil" END,
      "pauseError" = CASE WHEN ${isBack} AND "pauseError"->>'errorClass' <> 'quota' THEN NULL ELSE "pauseError" END
    WHERE "workspaceId" = ${workspaceId} AND "id" = ${backendId}`;
  if (noted > 0) {
    await tellBackendsChanged(database, workspaceId);
    if (isBack) await tellTakesChanged(database);
  }
  return health;
}
