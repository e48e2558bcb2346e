import { requireAccess } from "#lib/auth/access.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import { GengaError } from "#lib/core/errors.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { readSegments } from "./read-segments.ts";
import { takeNotFound } from "./retry-take.ts";
import type { TakeServices } from "./take-services.ts";

/** What a take's clip is served as. */
export type ClipPart = "clip" | "filmstrip" | "poster";

/** Screens ask again and again; a clip that can't be made must not keep a worker busy for that. */
const ASK_EVERY_SECONDS = 5 * 60;

/**
 * The blob of a take's clip, filmstrip or poster. A key is no secret and gives no access: it must be the one of this
 * take's clip, as it is or as it should be by now. One that should be and isn't made yet is asked for.
 * @throws GengaError `not-found`; `unavailable` while the clip is being made.
 */
export async function readClip(
  { database, queue, blobs }: TakeServices,
  options: { userId: string; projectId: string; takeId: string; key: string; part: ClipPart },
): Promise<{ blobHash: string }> {
  const { userId, projectId, takeId, key, part } = options;
  await requireAccess({ database, userId, projectId, permission: "project:view" });
  const row = await database.take.findUnique({
    where: { projectId_id: { projectId, id: takeId } },
  });
  const take = row && recordOf("take", row);
  if (!take) throw takeNotFound();
  if (take.clip?.key !== key) {
    const reading = await readSegments(database, { projectId, segmentIds: [take.segmentId] });
    const segment = reading?.segments[0];
    const spec = reading && segment && clipSpecOf(reading.project, segment, take);
    if (!spec || clipKeyOf(spec) !== key) throw takeNotFound();
  }
  const clip = await database.clip.findUnique({ where: { key } });
  const blobHash =
    clip && { clip: clip.blobHash, filmstrip: clip.filmstripHash, poster: clip.posterHash }[part];
  if (blobHash && (await blobs.has(blobHash))) return { blobHash };
  const job = { projectId, takeId, clipKey: key };
  await queue.enqueue("derive-clip", [job], { onceInSeconds: ASK_EVERY_SECONDS });
  throw new GengaError("unavailable", "This clip is being made. It will be there in a moment.");
}
