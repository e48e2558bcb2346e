import { requireAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import { renderNotFound } from "./cancel-render.ts";
import type { TakeServices } from "./take-services.ts";

/**
 * A finished film: its blob, and the project's name for the file.
 * @throws GengaError `not-found`; `conflict` while it isn't ready.
 */
export async function readFilm(
  { database }: Pick<TakeServices, "database">,
  options: { userId: string; projectId: string; renderId: string },
): Promise<{ blobHash: string; projectName: string }> {
  const { userId, projectId, renderId } = options;
  await requireAccess({ database, userId, projectId, permission: "project:view" });
  const row = await database.render.findUnique({
    where: { projectId_id: { projectId, id: renderId } },
    select: { state: true, blobHash: true, project: { select: { name: true } } },
  });
  if (!row) throw renderNotFound();
  if (row.state !== "ready" || row.blobHash === null) {
    throw new GengaError(
      "conflict",
      "This film isn't finished yet. Wait for it, then download it.",
    );
  }
  return { blobHash: row.blobHash, projectName: row.project.name };
}
