import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readAllRecords } from "#lib/db/read-records.ts";
import { describeWorkspaceBackends } from "./backends/describe-workspace-backends.ts";

/** A whole project as the screen sees it; null when it isn't there. For a transaction that holds the project's lock. */
export async function readProject(
  transaction: Transaction,
  projectId: string,
): Promise<ProjectView | null> {
  const records = recordsFrom(await readAllRecords(transaction, projectId));
  return projectViewOf({
    records,
    backends: await describeWorkspaceBackends(transaction, { projectId }),
  });
}

/** The same at one revision, and without keeping anybody's edit waiting. */
export function readProjectSnapshot(
  database: Database,
  projectId: string,
): Promise<ProjectView | null> {
  return database.$transaction((transaction) => readProject(transaction, projectId), {
    ...TRANSACTION_TIMES,
    isolationLevel: "RepeatableRead",
  });
}
