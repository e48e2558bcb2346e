import * as z from "zod/mini";
import { BACKEND_HELPS, backendHealthSchema } from "#lib/core/backend-state.ts";
import { drawingBackendOf, type DrawingBackend } from "#lib/core/choose-backend.ts";
import type { UsedPlaces } from "#lib/core/choose-take.ts";
import type { Transaction } from "#lib/db/client.ts";

const helpsSchema = z.enum(BACKEND_HELPS);

/**
 * How the backends of several workspaces stand for a decision on what draws: by workspace, in its order. One that has
 * none is absent.
 * @param options.used places that are held, of these workspaces and of others
 */
export async function readDrawingBackends(
  database: Transaction,
  options: { workspaceIds: readonly string[]; used: readonly UsedPlaces[] },
): Promise<ReadonlyMap<string, readonly DrawingBackend[]>> {
  const { workspaceIds, used } = options;
  const found = new Map<string, DrawingBackend[]>();
  if (workspaceIds.length === 0) return found;
  const rows = await database.backend.findMany({
    where: { workspaceId: { in: [...workspaceIds] } },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: {
      workspaceId: true,
      id: true,
      isEnabled: true,
      helps: true,
      concurrency: true,
      health: true,
      pausedUntil: true,
    },
  });
  const nowMs = Date.now();
  for (const row of rows) {
    const { workspaceId, id: backendId, isEnabled, concurrency, health, pausedUntil } = row;
    const held = used.find((one) => one.workspaceId === workspaceId && one.backendId === backendId);
    const backend = drawingBackendOf(
      {
        ...{ backendId, isEnabled, concurrency },
        helps: helpsSchema.parse(row.helps),
        health: health === null ? null : backendHealthSchema.parse(health),
        pause: pausedUntil && { until: pausedUntil.toISOString() },
      },
      { nowMs, usedPlaces: held?.count ?? 0 },
    );
    found.set(workspaceId, [...(found.get(workspaceId) ?? []), backend]);
  }
  return found;
}
