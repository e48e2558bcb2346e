import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import type { BackendList } from "#lib/core/backend-settings.ts";
import { allows } from "#lib/core/permissions.ts";
import type { Services } from "../services.ts";
import { backendViewOf } from "./backend-view-of.ts";

/**
 * What draws in a workspace, for every member to see; nobody is asked how it is.
 * @throws GengaError `not-found`
 */
export async function listBackends(
  services: Pick<Services, "database" | "appReader">,
  options: { userId: string; workspaceId: string },
): Promise<BackendList> {
  const { database, appReader } = services;
  const { workspaceId } = options;
  const { role } = await requireWorkspaceAccess({
    database,
    ...options,
    permission: "project:view",
  });
  const workspace = await database.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true, backends: { orderBy: [{ position: "asc" }, { id: "asc" }] } },
  });
  return {
    backends: workspace.backends.map(backendViewOf),
    draft: DRAFT_DESCRIPTION,
    canManage: allows(role, "workspace:manage"),
    allowsPrivateAddresses: appReader.allowsPrivateAddresses,
    workspaceName: workspace.name,
  };
}
