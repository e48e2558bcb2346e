import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import type { Services } from "../services.ts";
import { backendNotFound } from "./backend-not-found.ts";
import { isStillSaved } from "./is-still-saved.ts";
import { noteHealth } from "./note-health.ts";
import { savedBackendOf } from "./read-saved-backends.ts";

/**
 * Looks how a backend is, without waking it, and keeps what was found.
 * @throws GengaError `not-found`, `forbidden`; `conflict` when too many are being looked at for this person
 */
export async function checkBackend(
  services: Pick<Services, "database" | "appReader">,
  options: { userId: string; workspaceId: string; backendId: string; signal: AbortSignal },
): Promise<{ health: BackendHealth }> {
  const { database, appReader } = services;
  const { userId, workspaceId, backendId, signal } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  for (;;) {
    const row = await database.backend.findUnique({
      where: { workspaceId_id: { workspaceId, id: backendId } },
    });
    if (!row) throw backendNotFound();
    const saved = savedBackendOf(row);
    const health = await appReader.look(saved, { userId, signal });
    if (health.state !== "running" && !(await isStillSaved(database, saved))) continue;
    return { health: await noteHealth(database, { workspaceId, backendId, health }) };
  }
}
