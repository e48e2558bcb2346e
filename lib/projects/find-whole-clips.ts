import { takeClipSchema, type TakeClip } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";

/** Those of the clips with these keys that were made before, and whose files are all still there. */
export async function findWholeClips(
  tools: { database: Transaction; blobs: Pick<BlobStore, "has"> },
  keys: readonly string[],
): Promise<ReadonlyMap<string, TakeClip>> {
  const { database, blobs } = tools;
  const whole = new Map<string, TakeClip>();
  if (keys.length === 0) return whole;
  const rows = await database.clip.findMany({ where: { key: { in: [...new Set(keys)] } } });
  for (const row of rows) {
    const clip = takeClipSchema.safeParse(row);
    const hashes = [row.blobHash, row.filmstripHash, row.posterHash].filter(
      (hash) => hash !== null,
    );
    const isThere = await Promise.all(hashes.map((hash) => blobs.has(hash)));
    if (clip.success && isThere.every(Boolean)) whole.set(row.key, clip.data);
  }
  return whole;
}
