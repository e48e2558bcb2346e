import { randomUUID } from "node:crypto";
import { requireAccess } from "#lib/auth/access.ts";
import type { Patch } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { isPending } from "#lib/core/take.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { commitInTransaction, lockProject } from "./commit-in-transaction.ts";
import { takeNotFound } from "./retry-take.ts";
import type { TakeServices } from "./take-services.ts";

/**
 * Deletes a take for good. When it was the chosen one, the segment's newest other ready take is chosen instead.
 * @throws GengaError `not-found`; `conflict` while it is under way.
 */
export async function deleteTake(
  { database }: Pick<TakeServices, "database">,
  options: { userId: string; projectId: string; takeId: string },
): Promise<void> {
  const { userId, projectId, takeId } = options;
  await requireAccess({ database, userId, projectId, permission: "project:edit" });
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const name = { projectId, id: takeId };
    const row = await transaction.take.findUnique({ where: { projectId_id: name } });
    if (!row) throw takeNotFound();
    const take = recordOf("take", row);
    if (isPending(take)) {
      throw new GengaError(
        "conflict",
        "This take is still under way. Cancel it first, then delete it.",
      );
    }
    const { segmentId, number } = take;
    await transaction.takeNumber.upsert({
      where: { projectId_segmentId: { projectId, segmentId } },
      create: { projectId, segmentId, last: number },
      update: {},
    });
    await transaction.takeNumber.updateMany({
      where: { projectId, segmentId, last: { lt: number } },
      data: { last: number },
    });
    const segment = await transaction.segment.findUnique({
      where: { projectId_id: { projectId, id: segmentId } },
      select: { chosenTakeId: true },
    });
    const patch: Patch[] = [];
    if (segment?.chosenTakeId === takeId) {
      const next = await transaction.take.findFirst({
        where: { projectId, segmentId, state: "ready", NOT: { id: takeId } },
        orderBy: { number: "desc" },
        select: { id: true },
      });
      const to = { chosenTakeId: next?.id ?? null };
      patch.push({ kind: "segment", id: segmentId, from: {}, to });
    }
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: `Delete take ${number}`,
      change: { put: [], patch, remove: [take] },
    });
  }, TRANSACTION_TIMES);
}
