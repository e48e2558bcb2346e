import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readSavedBackends, type BackendsOf } from "./read-saved-backends.ts";

/** What can draw in a workspace, by id, disabled backends too: the draft first, then the workspace's own in order. */
export async function describeWorkspaceBackends(
  database: Transaction,
  of: BackendsOf,
): Promise<ReadonlyMap<string, BackendDescription>> {
  const saved = await readSavedBackends(database, of);
  const descriptions = [DRAFT_DESCRIPTION, ...saved.map(({ description }) => description)];
  return new Map(descriptions.map((description) => [description.id, description]));
}
