import { requireAccess } from "#lib/auth/access.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { AnyRecord } from "#lib/core/records.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readAllRecords } from "#lib/db/read-records.ts";
import type { CommittedChange } from "#lib/realtime/protocol.ts";
import { committedOf } from "./commit-in-transaction.ts";

/** Changes behind which it is cheaper to send the whole project. */
const MAX_CATCH_UP = 1_000;
/** The same by size. Anything larger is a project or two by itself. */
const MAX_CATCH_UP_BYTES = 8 * 1024 * 1024;

/** What brings a screen up to `revision`: the whole records, or only the changes after those that it has. */
export type LoadedProject = {
  readonly role: Role;
  readonly revision: number;
  readonly records: readonly AnyRecord[] | null;
  readonly changes: readonly CommittedChange[];
};

/**
 * A project as it stood at one revision.
 * @param options.since the revision that the screen has; null when it has nothing. One from the future (a restored
 * database) gets the whole records.
 * @throws GengaError `not-found`
 */
export async function loadProject(
  services: { database: Database },
  options: { userId: string; projectId: string; since: number | null },
): Promise<LoadedProject> {
  const { userId, projectId, since } = options;
  return services.database.$transaction(
    async (transaction) => {
      const { role } = await requireAccess({
        database: transaction,
        userId,
        projectId,
        permission: "project:view",
      });
      const { revision } = await transaction.project.findUniqueOrThrow({
        where: { id: projectId },
        select: { revision: true },
      });
      if (since === revision) return { role, revision, records: null, changes: [] };
      if (since !== null && since < revision && revision - since <= MAX_CATCH_UP) {
        const changes = await changesSince(transaction, { projectId, since });
        const isAll = changes.at(-1)?.revision === revision;
        if (isAll) return { role, revision, records: null, changes };
      }
      const records = await readAllRecords(transaction, projectId);
      return { role, revision, records, changes: [] };
    },
    { ...TRANSACTION_TIMES, isolationLevel: "RepeatableRead" },
  );
}

/**
 * The log after a revision, in order: as many changes as fit into 8 MiB, and one at least. The caller has checked
 * access.
 * @param options.limit the most changes to give
 */
export async function changesSince(
  database: Transaction,
  options: { projectId: string; since: number; limit?: number },
): Promise<CommittedChange[]> {
  const { projectId, since, limit = MAX_CATCH_UP } = options;
  // The size as stored costs nothing to ask but is a compressed one: it keeps the true sizes from being asked of more
  // than a few pages.
  const rows = await database.$queryRaw<Parameters<typeof committedOf>[0][]>`
    SELECT "revision", "changeId", "actorId", "label", "change" FROM (
      SELECT *, sum(octet_length("change"::text)) OVER (ORDER BY "revision") AS "bytes" FROM (
        SELECT *, sum(pg_column_size("change")) OVER (ORDER BY "revision") AS "storedBytes" FROM (
          SELECT * FROM "ChangeLog" WHERE "projectId" = ${projectId} AND "revision" > ${since}
          ORDER BY "revision" LIMIT ${limit}
        ) AS near
      ) AS stored WHERE "storedBytes" <= ${MAX_CATCH_UP_BYTES} OR "revision" = ${since} + 1
    ) AS sized WHERE "bytes" <= ${MAX_CATCH_UP_BYTES} OR "revision" = ${since} + 1
    ORDER BY "revision"`;
  return rows.map(committedOf);
}
