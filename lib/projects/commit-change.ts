import { isEmptyChange, type Change, type Patch } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { idSchema } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { storableText } from "#lib/core/text.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import type { JobQueue } from "#lib/jobs/job-queue.ts";
import type { CommittedChange } from "#lib/realtime/protocol.ts";
import { parseClientChange } from "./client-change.ts";
import {
  commitInTransaction,
  requireAccessAndLock,
  type CommitResult,
} from "./commit-in-transaction.ts";
import { enqueueClipRefresh } from "./enqueue-clip-refresh.ts";

/** What to tell when a commit is durable: the rooms of this process, without waiting for the database's notice. */
export type OnCommitted = (projectId: string, committed: CommittedChange) => void;

const labelSchema = storableText(LIMITS.nameChars);

/**
 * Commits one person's edit. When it returns, the change is on the disk and in the log.
 * @param edit `change` as it came from outside, unchecked.
 * @returns the effective change with its revision; the same `changeId` again gives the first outcome.
 * @throws GengaError `not-found`, `forbidden`, `invalid`, `limit`, `conflict`; nothing was written then.
 */
export async function commitChange(
  services: { database: Database; onCommitted: OnCommitted; queue?: JobQueue },
  edit: { userId: string; projectId: string; changeId: string; label: string; change: unknown },
): Promise<CommitResult> {
  const { userId, projectId, changeId } = edit;
  const result = await services.database.$transaction(async (transaction) => {
    const permission = "project:edit";
    const locked = await requireAccessAndLock(transaction, { userId, projectId, permission });
    const change = parseClientChange(edit.change, projectId);
    const label = parseLabel(edit);
    const check = () => onlyKnownParts(transaction, { projectId, change });
    const commit = { locked, changeId, actorId: userId, label, change, check };
    const committed = await commitInTransaction(transaction, commit);
    // Without a queue nothing is derived anew until somebody looks at a clip or exports.
    if (services.queue && !committed.isRepeat) {
      const effective = committed.committed.change;
      await enqueueClipRefresh(services.queue, { transaction, projectId, change: effective });
    }
    return committed;
  }, TRANSACTION_TIMES);
  if (!result.isRepeat) services.onCommitted(projectId, result.committed);
  return result;
}

function parseLabel(edit: { changeId: string; label: string }): string {
  const isKnown = idSchema.safeParse(edit.changeId).success;
  const label = labelSchema.safeParse(edit.label);
  if (isKnown && label.success) return label.data;
  throw new GengaError("invalid", "This edit has no proper name. Reload the page and try again.");
}

/**
 * What a change points at must be this project's own: images that were uploaded here, takes of the same segment.
 * @returns the change without the choices of takes that are gone
 */
async function onlyKnownParts(
  transaction: Transaction,
  options: { projectId: string; change: Change },
): Promise<Change> {
  const { projectId, change } = options;
  const imageIds = new Set<string>();
  const takeIds = new Set<string>();
  for (const record of change.put) if (record.kind === "keyframe") imageIds.add(record.imageId);
  for (const patch of change.patch) {
    const imageId = patch.kind === "keyframe" ? patch.to["imageId"] : undefined;
    if (typeof imageId === "string") imageIds.add(imageId);
    const takeId = choiceOf(patch);
    if (takeId !== null) takeIds.add(takeId);
  }
  if (imageIds.size > 0) await requireImages(transaction, { projectId, imageIds: [...imageIds] });
  if (takeIds.size === 0) return change;
  return withoutLostChoices(transaction, { projectId, change, takeIds: [...takeIds] });
}

function choiceOf({ kind, to }: Patch): string | null {
  const takeId = kind === "segment" ? to["chosenTakeId"] : undefined;
  return typeof takeId === "string" ? takeId : null;
}

async function requireImages(
  transaction: Transaction,
  options: { projectId: string; imageIds: readonly string[] },
): Promise<void> {
  const { projectId, imageIds } = options;
  const found = await transaction.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Image" WHERE "projectId" = ${projectId} AND "id" = ANY(${imageIds}::text[])`;
  if (found.length === imageIds.length) return;
  throw new GengaError(
    "invalid",
    "A drawing of this edit isn't in this project. Nothing was changed. Add the drawing and try again.",
  );
}

/**
 * An undo may choose a take that somebody has deleted since: that choice is skipped and the rest goes on. A change of
 * which nothing would be left is refused, so that the person is told.
 */
async function withoutLostChoices(
  transaction: Transaction,
  options: { projectId: string; change: Change; takeIds: readonly string[] },
): Promise<Change> {
  const { projectId, change, takeIds } = options;
  const found = await transaction.$queryRaw<{ id: string; segmentId: string }[]>`
    SELECT "id", "segmentId" FROM "Take" WHERE "projectId" = ${projectId} AND "id" = ANY(${takeIds}::text[])`;
  const segmentIds = new Map(found.map((take) => [take.id, take.segmentId]));
  const patch = change.patch.flatMap((edit): Patch[] => {
    const takeId = choiceOf(edit);
    const segmentId = takeId === null ? edit.id : segmentIds.get(takeId);
    if (segmentId === edit.id) return [edit];
    if (segmentId !== undefined) throw takeIsGone();
    const { chosenTakeId: _lost, ...to } = edit.to;
    return Object.keys(to).length > 0 ? [{ ...edit, to }] : [];
  });
  const kept = { ...change, patch };
  if (isEmptyChange(kept)) throw takeIsGone();
  return kept;
}

function takeIsGone(): GengaError {
  return new GengaError(
    "invalid",
    "That take is no longer there. Nothing was changed. Choose another take of this segment.",
  );
}
