import type { BackendState } from "#lib/core/backend-state.ts";
import type { Transaction } from "#lib/db/client.ts";
import { backendStateOf } from "./backend-state-of.ts";
import { workspaceIdOf, type BackendsOf } from "./read-saved-backends.ts";

/** How a workspace's backends stand, in its order. */
export async function readBackendStates(
  database: Transaction,
  of: BackendsOf,
): Promise<BackendState[]> {
  const rows = await database.backend.findMany({
    where: { workspaceId: await workspaceIdOf(database, of) },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(backendStateOf);
}
