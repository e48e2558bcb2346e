import { requireAccess } from "#lib/auth/access.ts";
import type { Database } from "#lib/db/client.ts";

/**
 * Takes a project out of everybody's sight; its rows stay until they are cleared (`clear-old.ts`). Rooms are told, so that open screens close.
 * @throws GengaError `not-found`, `forbidden`
 */
export async function deleteProject(
  services: { database: Database },
  options: { userId: string; projectId: string },
): Promise<void> {
  const { database } = services;
  const { projectId } = options;
  await requireAccess({ database, ...options, permission: "project:delete" });
  await database.$transaction([
    database.project.updateMany({
      where: { id: projectId, deletedAt: null },
      data: { deletedAt: new Date() },
    }),
    database.$queryRaw`SELECT pg_notify('genga_access', ${JSON.stringify({ projectId })})::text`,
  ]);
}
