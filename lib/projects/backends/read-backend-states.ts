import * as z from "zod/mini";
import {
  BACKEND_HELPS,
  backendHealthSchema,
  backendPauseErrorSchema,
  type BackendState,
} from "#lib/core/backend-state.ts";
import type { Transaction } from "#lib/db/client.ts";
import { workspaceIdOf, type BackendsOf } from "./read-saved-backends.ts";

const helpsSchema = z.enum(BACKEND_HELPS);

/** How a workspace's backends stand, in its order. */
export async function readBackendStates(
  database: Transaction,
  of: BackendsOf,
): Promise<BackendState[]> {
  const rows = await database.backend.findMany({
    where: { workspaceId: await workspaceIdOf(database, of) },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({
    backendId: row.id,
    isEnabled: row.isEnabled,
    helps: helpsSchema.parse(row.helps),
    concurrency: row.concurrency,
    health: row.health === null ? null : backendHealthSchema.parse(row.health),
    pause: row.pausedUntil && {
      until: row.pausedUntil.toISOString(),
      ...(row.pauseError === null
        ? { errorClass: null, message: "" }
        : backendPauseErrorSchema.parse(row.pauseError)),
    },
    meanDrawMs: row.meanDrawMs,
    quotaSecondsPerTake: row.quotaSecondsPerTake,
  }));
}
