import { requireWorkspaceAccess } from "#lib/auth/access.ts";
import type { LocalBackendStatus, LocalBackendView } from "#lib/core/local-backend.ts";
import { allows } from "#lib/core/permissions.ts";
import type { Services } from "../services.ts";
import { IS_LOCAL } from "./add-local-backend.ts";

const NOT_OFFERED: LocalBackendStatus = {
  state: "not-offered",
  detail: "",
  fraction: null,
  problem: null,
  logLines: [],
};

/**
 * How the in-betweener of this machine stands. Its log is for those who can do something about it.
 * @throws GengaError `not-found`
 */
export async function readLocalBackend(
  services: Pick<Services, "database" | "localBackend">,
  options: { userId: string; workspaceId: string },
): Promise<LocalBackendView> {
  const { database, localBackend } = services;
  const permission = "project:view";
  const { role } = await requireWorkspaceAccess({ database, ...options, permission });
  const status = (await localBackend?.read()) ?? NOT_OFFERED;
  const shown = allows(role, "workspace:manage") ? status : { ...status, logLines: [] };
  return viewOfLocal(services, { ...options, status: shown });
}

/** The status as a workspace sees it. */
export async function viewOfLocal(
  { database }: Pick<Services, "database">,
  options: { workspaceId: string; status: LocalBackendStatus },
): Promise<LocalBackendView> {
  const { workspaceId, status } = options;
  const others = await database.backend.count({
    where: { workspaceId: { not: workspaceId }, ...IS_LOCAL },
  });
  return { ...status, isUsedElsewhere: others > 0 };
}
