import { rm } from "node:fs/promises";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { clipKeyOf, type ClipSpec, type HoldSpec } from "#lib/core/clip-key.ts";
import type { Original, TakeClip } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { makeFilmstrip, makePoster } from "#lib/media/make-filmstrip.ts";
import { makeHoldClip } from "#lib/media/make-hold-clip.ts";
import type { WorkerServices } from "../worker-services.ts";

/** A clip that lies in the store; its row may still have to be written. */
export type MadeClip = {
  readonly key: string;
  readonly blobHash: string;
  readonly frames: number;
  readonly sizeBytes: number;
  readonly filmstripHash: string | null;
  readonly posterHash: string | null;
  readonly seams: TakeClip["seams"] | null;
  readonly notes: readonly string[];
};

type Tools = Pick<WorkerServices, "database" | "blobs">;

/** The clip under this key if it was made before and is still whole, else null. */
export async function findClip(tools: Tools, key: string): Promise<MadeClip | null> {
  const row = await tools.database.clip.findUnique({ where: { key } });
  if (!row) return null;
  for (const hash of [row.blobHash, row.filmstripHash, row.posterHash]) {
    if (hash !== null && !(await tools.blobs.has(hash))) return null;
  }
  // Written by `saveClip` alone.
  const seams = row.seams as TakeClip["seams"] | null;
  const { createdAt: _createdAt, ...fields } = row;
  return { ...fields, seams, notes: [] };
}

/** Derives a take's clip from its original, with filmstrip and poster, unless it was made before. */
export async function makeTakeClip(
  tools: Tools,
  options: { spec: ClipSpec; original: Original; backendId: string; signal: AbortSignal },
): Promise<MadeClip> {
  const { spec, original, backendId, signal } = options;
  const key = clipKeyOf(spec);
  const found = await findClip(tools, key);
  if (found) return found;
  const { blobs } = tools;
  // What every other backend gave is parsed in a process that may die.
  const trusted = backendId === DRAFT_DESCRIPTION.id;
  const outputPath = await blobs.temporaryPath();
  try {
    const { seams, notes } = await deriveClip({
      ...spec,
      original: { ...original, path: blobs.path(original.hash), trusted },
      keyframes: {
        first: await blobs.readBytes(spec.fromImageId),
        last: await blobs.readBytes(spec.toImageId),
      },
      outputPath,
      signal,
    });
    const filmstrip = await makeFilmstrip({ clipPath: outputPath });
    const poster = await makePoster({ clipPath: outputPath });
    const [strip, picture] = await Promise.all([
      blobs.putBytes(filmstrip.bytes),
      blobs.putBytes(poster),
    ]);
    const blob = await blobs.putFile(outputPath);
    return {
      key,
      blobHash: blob.hash,
      frames: spec.durationFrames,
      sizeBytes: blob.sizeBytes,
      filmstripHash: strip.hash,
      posterHash: picture.hash,
      seams,
      notes,
    };
  } finally {
    await rm(outputPath, { force: true });
  }
}

/** Makes the clip of a still drawing unless it was made before. */
export async function makeStillClip(
  tools: Tools,
  options: { spec: HoldSpec; signal: AbortSignal },
): Promise<MadeClip> {
  const { spec, signal } = options;
  const key = clipKeyOf(spec);
  const found = await findClip(tools, key);
  if (found) return found;
  const { blobs } = tools;
  const outputPath = await blobs.temporaryPath();
  try {
    await makeHoldClip({
      picture: await blobs.readBytes(spec.imageId),
      frame: spec.frame,
      fit: spec.fit,
      frameRate: spec.frameRate,
      frames: spec.holdFrames,
      outputPath,
      signal,
    });
    const blob = await blobs.putFile(outputPath);
    return {
      key,
      blobHash: blob.hash,
      frames: spec.holdFrames,
      sizeBytes: blob.sizeBytes,
      filmstripHash: null,
      posterHash: null,
      seams: null,
      notes: [],
    };
  } finally {
    await rm(outputPath, { force: true });
  }
}

/** Writes a clip's row; when another worker made the same clip meanwhile, the newer file is named. */
export async function saveClip(transaction: Transaction, clip: MadeClip): Promise<void> {
  const { key, notes: _notes, seams, ...rest } = clip;
  const fields = { ...rest, ...(seams ? { seams } : {}) };
  await transaction.clip.upsert({ where: { key }, create: { key, ...fields }, update: fields });
}
