import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { idSchema } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { frontPriorities } from "#lib/core/take-priority.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { commitInTransaction, requireAccessAndLock } from "./commit-in-transaction.ts";
import type { TakeServices } from "./take-services.ts";

/** What `POST /api/projects/:projectId/takes/front` takes. */
export const takesFrontSchema = z.strictObject({
  takeIds: z.array(idSchema).check(z.minLength(1), z.maxLength(LIMITS.takesPerRequest)),
});

/**
 * Has these takes drawn before all others of the project, in this order. What is being drawn or done already is left
 * as it is.
 * @returns how many were moved
 * @throws GengaError `not-found`, `forbidden`
 */
export async function moveTakesToFront(
  { database }: Pick<TakeServices, "database">,
  options: { userId: string; projectId: string; takeIds: readonly string[] },
): Promise<{ moved: number }> {
  const { userId, projectId, takeIds } = options;
  return database.$transaction(async (transaction) => {
    const permission = "project:generate";
    const locked = await requireAccessAndLock(transaction, { userId, projectId, permission });
    const rows = await transaction.take.findMany({
      where: { projectId, state: { in: ["queued", "waiting"] } },
      select: { id: true, priority: true },
    });
    const movable = new Set(rows.map(({ id }) => id));
    const ids = [...new Set(takeIds)].filter((id) => movable.has(id));
    if (ids.length === 0) return { moved: 0 };
    const moving = new Set(ids);
    const highest = rows.reduce(
      (most, { id, priority }) => (moving.has(id) ? most : Math.max(most, priority)),
      0,
    );
    const priorities = frontPriorities({ count: ids.length, highest });
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label:
        ids.length === 1 ? "Move a take to the front" : `Move ${ids.length} takes to the front`,
      change: {
        ...EMPTY_CHANGE,
        patch: ids.map((id, place) => ({
          kind: "take" as const,
          id,
          from: {},
          to: { priority: priorities[place] ?? 0 },
        })),
      },
    });
    return { moved: ids.length };
  }, TRANSACTION_TIMES);
}
