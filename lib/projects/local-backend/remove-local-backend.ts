import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { LocalBackendView } from "#lib/core/local-backend.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { tellBackendsChanged } from "../backends/backends-channel.ts";
import { lockBackends } from "../backends/lock-backends.ts";
import type { Services } from "../services.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { IS_LOCAL } from "./add-local-backend.ts";
import { readLocalBackend } from "./read-local-backend.ts";

/**
 * Takes the in-betweener of this machine from the workspace's backends, and from the machine with all that was installed
 * for it, unless another workspace has it. What it has drawn stays.
 * @throws GengaError `not-found`, `forbidden`; `unavailable` when nobody answers: asking again goes on with it
 */
export async function removeLocalBackend(
  services: Pick<Services, "database" | "localBackend">,
  options: { userId: string; workspaceId: string },
): Promise<LocalBackendView> {
  const { database, localBackend } = services;
  const { userId, workspaceId } = options;
  const permission = "workspace:manage";
  await requireWorkspaceAccess({ database, userId, workspaceId, permission });
  await database.$transaction(async (transaction) => {
    await lockBackends(transaction, { userId, workspaceId });
    const where = { workspaceId, ...IS_LOCAL };
    const rows = await transaction.backend.findMany({ where, select: { id: true } });
    if (rows.length === 0) return;
    await transaction.backend.deleteMany({ where });
    // A trial that is under way finds itself gone and stops.
    const backendId = { in: rows.map(({ id }) => id) };
    await transaction.backendTrial.deleteMany({ where: { workspaceId, backendId } });
    await tellBackendsChanged(transaction, workspaceId);
    await tellTakesChanged(transaction);
  }, TRANSACTION_TIMES);
  const left = await database.backend.count({ where: IS_LOCAL });
  if (left === 0) await localBackend?.ask("remove");
  return readLocalBackend(services, { userId, workspaceId });
}
