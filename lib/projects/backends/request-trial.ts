import { randomUUID } from "node:crypto";
import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import type { TakeServices } from "../take-services.ts";
import { backendNotFound } from "./backend-not-found.ts";
import { pendingTrialStatus } from "./trial-status.ts";

/**
 * Asks a backend to draw between two built-in drawings; while one such trial is under way, gives that.
 * @throws GengaError `not-found`, `forbidden`
 */
export async function requestTrial(
  { database, queue }: Pick<TakeServices, "database" | "queue">,
  options: { userId: string; workspaceId: string; backendId: string },
): Promise<{ trialId: string }> {
  const { userId, workspaceId, backendId } = options;
  await requireWorkspaceAccess({ database, userId, workspaceId, permission: "workspace:manage" });
  return database.$transaction(async (transaction) => {
    // Locked, so that of two who ask at once the second finds what the first has begun.
    const backends = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM "Backend" WHERE "workspaceId" = ${workspaceId} AND "id" = ${backendId} FOR UPDATE`;
    if (backends.length === 0) throw backendNotFound();
    const live = await transaction.backendTrial.findFirst({
      where: { workspaceId, backendId, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    if (live) return { trialId: live.id };
    const trialId = randomUUID();
    const status = pendingTrialStatus("queued", "Waiting for its turn");
    await transaction.backendTrial.create({
      data: { workspaceId, id: trialId, backendId, status, createdBy: userId },
    });
    await queue.enqueue("try-backend", [{ workspaceId, trialId }], { transaction });
    return { trialId };
  }, TRANSACTION_TIMES);
}
