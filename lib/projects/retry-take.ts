import { randomUUID } from "node:crypto";
import { requireAccess } from "#lib/auth/access.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { endPause } from "./backends/end-pause.ts";
import { commitInTransaction, lockProject } from "./commit-in-transaction.ts";
import { refuseTooManyTakes } from "./refuse-too-many-takes.ts";
import type { TakeServices } from "./take-services.ts";
import { tellTakesChanged } from "./takes-channel.ts";

/**
 * Tries a failed or cancelled take again, or one that waits, at once and from the same recipe; what the backend gave
 * already is not drawn twice. A pause of its backend is over by that. An attempt that hasn't noticed its cancel yet has
 * lost its claim, and the new one begins as soon as that has let go of the backend.
 * @throws GengaError `not-found`; `conflict` when it is under way or done; `limit` when too much is under way.
 */
export async function retryTake(
  { database }: Pick<TakeServices, "database">,
  options: { userId: string; projectId: string; takeId: string },
): Promise<void> {
  const { userId, projectId, takeId } = options;
  await requireAccess({ database, userId, projectId, permission: "project:generate" });
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const row = await transaction.take.findUnique({
      where: { projectId_id: { projectId, id: takeId } },
      select: { state: true, askedBackendId: true },
    });
    if (!row) throw takeNotFound();
    if (row.state !== "failed" && row.state !== "cancelled" && row.state !== "waiting") {
      throw new GengaError(
        "conflict",
        "This take is under way or done already; nothing was changed.",
      );
    }
    if (row.state !== "waiting") await refuseTooManyTakes(transaction, { projectId, wanted: 1 });
    const status: TakeStatus = { state: "queued", queuedAt: new Date().toISOString() };
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: "Try a take again",
      change: {
        ...EMPTY_CHANGE,
        patch: [{ kind: "take", id: takeId, from: {}, to: { status } }],
      },
    });
    await transaction.take.update({
      where: { projectId_id: { projectId, id: takeId } },
      data: { refusedCount: 0 },
    });
    const { workspaceId } = locked;
    await endPause(transaction, { workspaceId, backendId: row.askedBackendId });
    await tellTakesChanged(transaction);
  }, TRANSACTION_TIMES);
}

export function takeNotFound(): GengaError {
  return new GengaError("not-found", "This take is no longer there. Your drawings are safe.");
}
