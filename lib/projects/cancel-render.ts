import { randomUUID } from "node:crypto";
import { requireAccess } from "#lib/auth/access.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { commitInTransaction, lockProject } from "./commit-in-transaction.ts";
import type { TakeServices } from "./take-services.ts";

/** Stops an export; one that is done stays. @throws GengaError `not-found` */
export async function cancelRender(
  { database, queue }: Pick<TakeServices, "database" | "queue">,
  options: { userId: string; projectId: string; renderId: string },
): Promise<void> {
  const { userId, projectId, renderId } = options;
  await requireAccess({ database, userId, projectId, permission: "project:export" });
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const row = await transaction.render.findUnique({
      where: { projectId_id: { projectId, id: renderId } },
      select: { state: true },
    });
    if (!row) throw renderNotFound();
    if (row.state !== "queued" && row.state !== "running") return;
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: "Cancel the export",
      change: {
        ...EMPTY_CHANGE,
        patch: [{ kind: "render", id: renderId, from: {}, to: { status: { state: "cancelled" } } }],
      },
    });
    await queue.cancel("render-film", [renderId], transaction);
  }, TRANSACTION_TIMES);
}

export function renderNotFound(): GengaError {
  return new GengaError("not-found", "This film is no longer there. Export it again.");
}
