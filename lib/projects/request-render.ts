import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { projectNotFound, requireAccess } from "#lib/auth/access.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Render } from "#lib/core/render.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { commitInTransaction, requireAccessAndLock } from "./commit-in-transaction.ts";
import { filmKeyOf, filmPlanOf } from "./film-plan.ts";
import { readProjectSnapshot } from "./read-project.ts";
import type { TakeServices } from "./take-services.ts";

/** What `POST /api/projects/:projectId/renders` takes. */
export const renderRequestSchema = z.strictObject({
  /** Shows the first drawing of a segment that has no take yet, for the segment's length. */
  allowMissing: z.optional(z.boolean()),
});

/**
 * Asks for the film as the project stood when this began. An equal film that is ready or under way is given again.
 * @throws GengaError `invalid` when there is nothing to show; `conflict` when segments have no take and
 * `allowMissing` isn't set, with their names; as `requireAccess`.
 */
export async function requestRender(
  { database, queue, blobs }: TakeServices,
  options: { userId: string; projectId: string; allowMissing: boolean },
): Promise<{ renderId: string }> {
  const { userId, projectId, allowMissing } = options;
  await requireAccess({ database, userId, projectId, permission: "project:export" });
  // The whole project is read and planned before it is locked, so that nobody's edit waits for that.
  const view = await readProjectSnapshot(database, projectId);
  if (!view) throw projectNotFound();
  const { plan, missing } = filmPlanOf(view);
  if (plan.totalFrames === 0) {
    throw new GengaError(
      "invalid",
      "There is nothing to export yet. Add a key drawing to the timeline first.",
    );
  }
  if (missing.length > 0 && !allowMissing) throw segmentsMissing(missing);
  const filmKey = filmKeyOf(plan);
  return database.$transaction(async (transaction) => {
    const permission = "project:export";
    const locked = await requireAccessAndLock(transaction, { userId, projectId, permission });
    const equals = await transaction.render.findMany({
      where: { projectId, filmKey, state: { in: ["ready", "running", "queued"] } },
      orderBy: { createdAt: "desc" },
      select: { id: true, state: true, blobHash: true },
    });
    for (const equal of equals) {
      const isWhole =
        equal.state !== "ready" || (equal.blobHash !== null && (await blobs.has(equal.blobHash)));
      if (isWhole) return { renderId: equal.id };
    }
    const render: Render = {
      kind: "render",
      id: randomUUID(),
      filmKey,
      totalFrames: plan.totalFrames,
      status: { state: "queued" },
      createdAt: new Date().toISOString(),
      createdBy: userId,
    };
    await commitInTransaction(transaction, {
      locked,
      changeId: randomUUID(),
      actorId: null,
      label: "Export the film",
      change: { ...EMPTY_CHANGE, put: [render] },
    });
    await transaction.render.update({
      where: { projectId_id: { projectId, id: render.id } },
      data: { plan },
    });
    await queue.enqueue("render-film", [{ projectId, renderId: render.id }], { transaction });
    return { renderId: render.id };
  }, TRANSACTION_TIMES);
}

const MAX_NAMES = 5;

function segmentsMissing(missing: readonly SequenceSegment[]): GengaError {
  const names = missing.slice(0, MAX_NAMES).map(nameOf);
  const rest = missing.length - names.length;
  const list = rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
  return new GengaError(
    "conflict",
    `Nothing is drawn yet between ${list}. Generate what is missing, or export with those drawings held still.`,
  );
}

/** "Bow → Umbrella", or by place where a drawing has no label. */
function nameOf({ from, to, index }: SequenceSegment): string {
  return `${from.label || `drawing ${index + 1}`} → ${to.label || `drawing ${index + 2}`}`;
}
