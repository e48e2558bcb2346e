import type { SavedBackend } from "#lib/backends/saved-backend.ts";
import type { Transaction } from "#lib/db/client.ts";

/** Whose backends: a workspace's, or those of the workspace that a project is in. */
export type BackendsOf = { readonly workspaceId: string } | { readonly projectId: string };

/** The backends that a workspace has added, in its order. */
export async function readSavedBackends(
  _database: Transaction,
  _of: BackendsOf,
): Promise<SavedBackend[]> {
  return [];
}
