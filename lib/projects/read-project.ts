import { describeBackends } from "#lib/backends/describe-backends.ts";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readAllRecords } from "#lib/db/read-records.ts";

/** A whole project as the screen sees it; null when it isn't there. Read it under the project's lock or a snapshot. */
export async function readProject(
  transaction: Transaction,
  projectId: string,
): Promise<ProjectView | null> {
  const records = recordsFrom(await readAllRecords(transaction, projectId));
  return projectViewOf({ records, backends: describeBackends() });
}
