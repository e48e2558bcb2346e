import { decideAccess, projectNotFound } from "#lib/auth/access.ts";
import { applyChange, effectiveChange, touchedBy, type Change } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Permission } from "#lib/core/permissions.ts";
import { findRecord, recordsFrom, type AnyRecord, type Records } from "#lib/core/records.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readRecords } from "#lib/db/read-records.ts";
import { removeRecords, writeRecords } from "#lib/db/write-records.ts";
import type { CommittedChange } from "#lib/realtime/protocol.ts";
import { repairOrders } from "./repair-orders.ts";

/** A project whose row this transaction holds: no other commit to it can go on meanwhile. */
export type LockedProject = {
  readonly projectId: string;
  readonly workspaceId: string;
  readonly revision: number;
  readonly keyframeCount: number;
  readonly segmentCount: number;
};

export type CommitResult = {
  readonly committed: CommittedChange;
  /** True when this changeId was committed before: nothing was written now. */
  readonly isRepeat: boolean;
};

/**
 * Takes the project's row for this transaction, so that log order is commit order. What is read after this is the
 * newest committed state.
 * @throws GengaError `not-found` when the project is gone.
 */
export async function lockProject(
  transaction: Transaction,
  projectId: string,
): Promise<LockedProject> {
  const rows = await transaction.$queryRaw<LockedProject[]>`
    SELECT "id" AS "projectId", "workspaceId", "revision", "keyframeCount", "segmentCount"
    FROM "Project" WHERE "id" = ${projectId} AND "deletedAt" IS NULL FOR NO KEY UPDATE`;
  const [locked] = rows;
  if (!locked) throw projectNotFound();
  return locked;
}

/**
 * `lockProject` for a person, with their access checked in the same round trip.
 * @throws GengaError `not-found`, `forbidden`; the project isn't held up then
 */
export async function requireAccessAndLock(
  transaction: Transaction,
  options: { userId: string; projectId: string; permission: Permission },
): Promise<LockedProject> {
  const { userId, projectId, permission } = options;
  const rows = await transaction.$queryRaw<(LockedProject & { role: string })[]>`
    SELECT p."id" AS "projectId", p."workspaceId", p."revision", p."keyframeCount", p."segmentCount", m."role"
    FROM "Project" p
    JOIN "Membership" m ON m."workspaceId" = p."workspaceId" AND m."userId" = ${userId}
    WHERE p."id" = ${projectId} AND p."deletedAt" IS NULL FOR NO KEY UPDATE OF p`;
  return decideAccess(rows[0], permission);
}

/** The commit of this id, when there is one already. */
export async function findCommitted(
  transaction: Transaction,
  options: { projectId: string; changeId: string },
): Promise<CommittedChange | null> {
  const rows = await transaction.$queryRaw<Parameters<typeof committedOf>[0][]>`
    SELECT "revision", "changeId", "actorId", "label", "change" FROM "ChangeLog"
    WHERE "projectId" = ${options.projectId} AND "changeId" = ${options.changeId}`;
  return rows[0] ? committedOf(rows[0]) : null;
}

/** A row of the log as rooms get it. */
export function committedOf(row: {
  revision: number;
  changeId: string;
  actorId: string | null;
  label: string;
  change: unknown;
}): CommittedChange {
  const { revision, changeId, actorId, label } = row;
  // Only this file writes the log, and only effective changes.
  return { revision, changeId, actorId, label, change: row.change as Change };
}

/**
 * The heart of every edit, the server's own (takes, renders) and people's: writes the rows that the change touches and
 * no others, raises the revision, appends to the log and notifies, all in the caller's transaction. The caller has
 * checked access and the change's form. A change that turns out to have no effect is still committed, since its
 * maker waits for it by its id.
 * @param commit `changeId` is unique in the project: the second commit with it gives the first one's outcome.
 * @throws GengaError `conflict` when the id was another person's, `limit` when the project would grow too large.
 */
export async function commitInTransaction(
  transaction: Transaction,
  commit: {
    locked: LockedProject;
    changeId: string;
    actorId: string | null;
    label: string;
    change: Change;
    /**
     * What is to be committed of the change; refuses by throwing. Not asked when the change was committed before, as
     * what it names may be gone since.
     */
    check?: () => Promise<Change>;
  },
): Promise<CommitResult> {
  const { locked, changeId, actorId, label } = commit;
  const { projectId } = locked;
  const earlier = await findCommitted(transaction, { projectId, changeId });
  if (earlier) {
    if (earlier.actorId === actorId) return { committed: earlier, isRepeat: true };
    throw new GengaError("conflict", "This edit's name is taken. Reload the page and try again.");
  }
  const asked = (await commit.check?.()) ?? commit.change;
  const before = recordsFrom(
    await readRecords(transaction, { projectId, wanted: touchedBy(asked) }),
  );
  const change = effectiveChange(
    before,
    await repairOrders(transaction, { projectId, records: before, change: asked }),
  );
  const counts = countsAfter({ locked, before, change });
  await writeChange(transaction, { locked, before, change });
  const revision = locked.revision + 1;
  await transaction.$executeRawUnsafe(
    APPEND_SQL,
    projectId,
    revision,
    counts.keyframeCount,
    counts.segmentCount,
    changeId,
    actorId,
    label,
    JSON.stringify(change),
    JSON.stringify({ projectId, revision }),
  );
  return { committed: { revision, changeId, actorId, label, change }, isRepeat: false };
}

/** Raises the revision, appends to the log and tells the listening processes (on commit), in one round trip. */
const APPEND_SQL = `
  WITH raised AS (
    UPDATE "Project" SET "revision" = $2::int, "keyframeCount" = $3::int, "segmentCount" = $4::int,
      "updatedAt" = now() AT TIME ZONE 'UTC'
    WHERE "id" = $1
  ), logged AS (
    INSERT INTO "ChangeLog" ("projectId", "revision", "changeId", "actorId", "label", "change", "createdAt")
    VALUES ($1, $2::int, $5, $6, $7, $8::jsonb, now() AT TIME ZONE 'UTC')
  )
  SELECT pg_notify('genga_changes', $9)`;

async function writeChange(
  transaction: Transaction,
  options: { locked: LockedProject; before: Records; change: Change },
): Promise<void> {
  const { locked, before, change } = options;
  const { projectId, workspaceId } = locked;
  const after = applyChange(before, change);
  const written = [...change.put, ...change.patch].flatMap(({ kind, id }): AnyRecord[] => {
    const record = findRecord(after, kind, id);
    return record ? [record] : [];
  });
  await removeRecords(transaction, { projectId, records: change.remove });
  await writeRecords(transaction, { projectId, workspaceId, records: written });
}

function countsAfter(options: { locked: LockedProject; before: Records; change: Change }): {
  keyframeCount: number;
  segmentCount: number;
} {
  const { locked, before, change } = options;
  const isNewSegment = (one: { kind: string; id: string }) =>
    one.kind === "segment" && !before.segment.has(one.id);
  const addedKeyframes = change.put.filter((record) => record.kind === "keyframe").length;
  const removedKeyframes = change.remove.filter((record) => record.kind === "keyframe").length;
  const addedSegments =
    change.put.filter(isNewSegment).length + change.patch.filter(isNewSegment).length;
  const removedSegments = change.remove.filter((record) => record.kind === "segment").length;
  const keyframeCount = locked.keyframeCount + addedKeyframes - removedKeyframes;
  const segmentCount = locked.segmentCount + addedSegments - removedSegments;
  if (addedKeyframes > removedKeyframes && keyframeCount > LIMITS.keyframesPerProject) {
    const most = LIMITS.keyframesPerProject.toLocaleString("en");
    throw new GengaError(
      "limit",
      `A project holds at most ${most} keyframes. Nothing was added. Begin another project for the rest.`,
    );
  }
  if (addedSegments > removedSegments && segmentCount > LIMITS.segmentRowsPerProject) {
    throw new GengaError(
      "limit",
      "This project holds settings of too many pairs of keyframes. Nothing was changed. Begin another project.",
    );
  }
  return { keyframeCount, segmentCount };
}
