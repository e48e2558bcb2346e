import type { BackendDescription } from "#lib/core/backend-description.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Transaction } from "#lib/db/client.ts";
import type { TakeRequest } from "../take-request.ts";
import { describeWorkspaceBackends } from "./describe-workspace-backends.ts";

/**
 * What can draw in the project's workspace, by id.
 * @throws GengaError `invalid` when the request names a backend that isn't among it
 */
export async function describeAskable(
  database: Transaction,
  options: { projectId: string; request: TakeRequest },
): Promise<ReadonlyMap<string, BackendDescription>> {
  const { projectId, request } = options;
  const backends = await describeWorkspaceBackends(database, { projectId });
  if (request.scope === "drafts" && !backends.has(request.backendId)) {
    throw new GengaError("invalid", "That backend isn't there. Choose another one and try again.");
  }
  return backends;
}
