import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import type { Services } from "../services.ts";
import { tellTakesChanged } from "../takes-channel.ts";
import { backendNotFound } from "./backend-not-found.ts";
import { tellBackendsChanged } from "./backends-channel.ts";
import { lockBackends } from "./lock-backends.ts";

/**
 * Takes a backend and its secrets away. What it has drawn stays, and what it is drawing comes to its end; takes that
 * wait for it go to a backend that may help, or fail and say why.
 * @throws GengaError `not-found`, `forbidden`
 */
export async function deleteBackend(
  services: Pick<Services, "database">,
  options: { userId: string; workspaceId: string; backendId: string },
): Promise<void> {
  const { database } = services;
  const { userId, workspaceId, backendId } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  await database.$transaction(async (transaction) => {
    await lockBackends(transaction, { userId, workspaceId });
    const { count } = await transaction.backend.deleteMany({
      where: { workspaceId, id: backendId },
    });
    if (count === 0) throw backendNotFound();
    // A trial that is under way finds itself gone and stops.
    await transaction.backendTrial.deleteMany({ where: { workspaceId, backendId } });
    await tellBackendsChanged(transaction, workspaceId);
    await tellTakesChanged(transaction);
  }, TRANSACTION_TIMES);
}
