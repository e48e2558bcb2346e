import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { requireAccess } from "#lib/auth/access.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { idSchema } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { commitInTransaction, lockProject } from "./commit-in-transaction.ts";
import type { TakeServices } from "./take-services.ts";

/** What `POST /api/projects/:projectId/takes/cancel` takes. */
export const takeCancelSchema = z.union([
  z.strictObject({ takeIds: z.array(idSchema).check(z.maxLength(LIMITS.takesPerRequest)) }),
  z.strictObject({ all: z.literal(true) }),
]);
export type TakeCancel = z.infer<typeof takeCancelSchema>;

/**
 * Stops takes: a queued one at once, a running one within about a second, when its worker sees it. Takes that are
 * done already are left as they are.
 * @returns how many were stopped
 */
export async function cancelTakes(
  { database }: Pick<TakeServices, "database">,
  options: { userId: string; projectId: string; cancel: TakeCancel },
): Promise<{ cancelled: number }> {
  const { userId, projectId, cancel } = options;
  await requireAccess({ database, userId, projectId, permission: "project:generate" });
  return database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const rows = await transaction.take.findMany({
      where: {
        projectId,
        state: { in: ["queued", "running", "waiting"] },
        ...("takeIds" in cancel ? { id: { in: cancel.takeIds } } : {}),
      },
      select: { id: true },
    });
    const takeIds = rows.map((row) => row.id);
    if (takeIds.length === 0) return { cancelled: 0 };
    const status: TakeStatus = { state: "cancelled", cancelledAt: new Date().toISOString() };
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: takeIds.length === 1 ? "Cancel a take" : `Cancel ${takeIds.length} takes`,
      change: {
        ...EMPTY_CHANGE,
        patch: takeIds.map((id) => ({ kind: "take" as const, id, from: {}, to: { status } })),
      },
    });
    return { cancelled: takeIds.length };
  }, TRANSACTION_TIMES);
}
