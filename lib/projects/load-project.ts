import { requireAccess } from "#lib/auth/access.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { AnyRecord } from "#lib/core/records.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readAllRecords } from "#lib/db/read-records.ts";
import type { CommittedChange } from "#lib/realtime/protocol.ts";
import { committedOf } from "./commit-in-transaction.ts";

/** Changes behind which it is cheaper to send the whole project. */
const MAX_CATCH_UP = 1_000;

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
      const isNear = since !== null && since <= revision && revision - since <= MAX_CATCH_UP;
      if (!isNear) {
        const records = await readAllRecords(transaction, projectId);
        return { role, revision, records, changes: [] };
      }
      const changes = await changesSince(transaction, { projectId, since });
      return { role, revision, records: null, changes };
    },
    { ...TRANSACTION_TIMES, isolationLevel: "RepeatableRead" },
  );
}

/** The log after a revision, in order. The caller has checked access. */
export async function changesSince(
  database: Transaction,
  options: { projectId: string; since: number },
): Promise<CommittedChange[]> {
  const rows = await database.changeLog.findMany({
    where: { projectId: options.projectId, revision: { gt: options.since } },
    orderBy: { revision: "asc" },
    take: MAX_CATCH_UP + 1,
  });
  return rows.map(committedOf);
}
