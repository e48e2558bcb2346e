import { allows, ROLES } from "#lib/core/permissions.ts";
import type { Database } from "#lib/db/client.ts";

export type WorkspaceSummary = {
  readonly id: string;
  readonly name: string;
  /** Whether this person may change the workspace's settings. */
  readonly canManage: boolean;
};

/** The workspaces that a person belongs to, the one they have belonged to longest first. */
export async function listWorkspaces(
  services: { database: Database },
  options: { userId: string },
): Promise<WorkspaceSummary[]> {
  const memberships = await services.database.membership.findMany({
    where: { userId: options.userId },
    orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }],
    include: { workspace: { select: { name: true } } },
  });
  return memberships.map(({ workspaceId, role, workspace }) => {
    const known = ROLES.find((one) => one === role);
    return {
      id: workspaceId,
      name: workspace.name,
      canManage: known !== undefined && allows(known, "workspace:manage"),
    };
  });
}
