import { requireAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Database } from "#lib/db/client.ts";

/** The blobs of one image of a project. */
export type ImageFiles = { readonly imageHash: string; readonly thumbnailHash: string };

/**
 * Where an image of this project is kept. Knowing an image's hash gives nothing: it must be an image of a project that
 * the person may see.
 * @throws GengaError `not-found`
 */
export async function readImage(
  services: { database: Database },
  options: { userId: string; projectId: string; imageId: string },
): Promise<ImageFiles> {
  const { database } = services;
  const { userId, projectId, imageId } = options;
  await requireAccess({ database, userId, projectId, permission: "project:view" });
  const image = await database.image.findUnique({
    where: { projectId_id: { projectId, id: imageId } },
    select: { id: true, thumbnailHash: true },
  });
  if (!image)
    throw new GengaError("not-found", "This drawing isn't in the project. Reload the page.");
  return { imageHash: image.id, thumbnailHash: image.thumbnailHash };
}
