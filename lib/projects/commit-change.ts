import type { Change } from "#lib/core/change.ts";
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
    const check = () => requireKnownParts(transaction, { projectId, change });
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

/** What a change points at must be this project's own: images that were uploaded here, takes of the same segment. */
async function requireKnownParts(
  transaction: Transaction,
  options: { projectId: string; change: Change },
): Promise<void> {
  const { projectId, change } = options;
  const imageIds = new Set<string>();
  const choices: { segmentId: string; takeId: string }[] = [];
  for (const record of change.put) if (record.kind === "keyframe") imageIds.add(record.imageId);
  for (const { kind, id, to } of change.patch) {
    const imageId = kind === "keyframe" ? to["imageId"] : undefined;
    if (typeof imageId === "string") imageIds.add(imageId);
    const takeId = kind === "segment" ? to["chosenTakeId"] : undefined;
    if (typeof takeId === "string") choices.push({ segmentId: id, takeId });
  }
  if (imageIds.size > 0) await requireImages(transaction, { projectId, imageIds: [...imageIds] });
  if (choices.length > 0) await requireTakes(transaction, { projectId, choices });
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

async function requireTakes(
  transaction: Transaction,
  options: { projectId: string; choices: readonly { segmentId: string; takeId: string }[] },
): Promise<void> {
  const { projectId, choices } = options;
  const takeIds = choices.map((choice) => choice.takeId);
  const found = await transaction.$queryRaw<{ id: string; segmentId: string }[]>`
    SELECT "id", "segmentId" FROM "Take" WHERE "projectId" = ${projectId} AND "id" = ANY(${takeIds}::text[])`;
  const segmentIds = new Map(found.map((take) => [take.id, take.segmentId]));
  if (choices.every((choice) => segmentIds.get(choice.takeId) === choice.segmentId)) return;
  throw new GengaError(
    "invalid",
    "That take is no longer there. Nothing was changed. Choose another take of this segment.",
  );
}
