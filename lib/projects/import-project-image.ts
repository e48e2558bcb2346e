import { readFile, rm } from "node:fs/promises";
import { requireAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Database } from "#lib/db/client.ts";
import type { importImage } from "#lib/media/import-image.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";
import { createGate } from "./gate.ts";

const THUMBNAIL_HEIGHT_PX = 240;

/** Uploads held in memory at once; the others wait on the disk, so that 300 files at once cost no more than these. */
const gate = createGate(3);

/** A drawing as it is kept; its id is the hash of its content. */
export type ProjectImage = {
  readonly imageId: string;
  readonly width: number;
  readonly height: number;
};

/**
 * Brings one uploaded file into the project: checked, upright, without metadata, with its thumbnail. The same drawing
 * twice in a project is one image. A file that is refused leaves nothing behind.
 * @param upload `body` is read only once access is clear, and no further than the limit.
 * @throws GengaError `not-found`, `forbidden`, `image-rejected`, `limit` (disk full)
 */
export async function importProjectImage(
  services: { database: Database; blobs: BlobStore; importImage: typeof importImage },
  upload: {
    userId: string;
    projectId: string;
    fileName: string;
    body: AsyncIterable<Uint8Array> | null;
    signal: AbortSignal;
  },
): Promise<ProjectImage> {
  const { database, blobs } = services;
  const { userId, projectId, signal } = upload;
  await requireAccess({ database, userId, projectId, permission: "project:edit" });
  const fileName = storableName(upload.fileName);
  // On the disk first: a slow line takes nobody's place in the gate, and no memory.
  const path = await blobs.writeTemporary(bounded(upload.body, fileName));
  const keep = async () => {
    const bytes = await readFile(path);
    const image = await services.importImage({
      bytes,
      fileName,
      thumbnailHeightPx: THUMBNAIL_HEIGHT_PX,
      signal,
    });
    if (!image.thumbnail) throw new GengaError("internal", "The drawing has no thumbnail.");
    const thumbnail = await blobs.putBytes(image.thumbnail);
    const kept = await blobs.putBytes(image.bytes);
    // The row comes last: it names only what is on the disk for good.
    await database.image.createMany({
      data: [
        {
          projectId,
          id: kept.hash,
          width: image.width,
          height: image.height,
          fileName,
          sizeBytes: kept.sizeBytes,
          thumbnailHash: thumbnail.hash,
        },
      ],
      skipDuplicates: true,
    });
    return { imageId: kept.hash, width: image.width, height: image.height };
  };
  try {
    return await gate.run(keep, signal);
  } finally {
    await rm(path, { force: true });
  }
}

async function* bounded(
  body: AsyncIterable<Uint8Array> | null,
  fileName: string,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > LIMITS.imageBytes) {
      throw new GengaError(
        "image-rejected",
        `${fileName} is larger than ${LIMITS.imageBytes / 1024 / 1024} MB. Save it smaller and add that.`,
      );
    }
    yield chunk;
  }
}

/** A file's name as it may be kept and shown: no folders, nothing unprintable, bounded. */
function storableName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const cleaned = last.replace(/[\p{C}\u2028\u2029]/gu, "").trim();
  return cleaned.slice(0, LIMITS.nameChars) || "drawing";
}
