import { originalSchema, type Original, type Take } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";

export type EqualTake = { readonly original: Original; readonly notes: Take["notes"] };

type Row = { readonly fingerprint: string; readonly original: unknown; readonly notes: string[] };

/**
 * What was drawn already for these fingerprints, by fingerprint: the first ready take of each in the workspace whose
 * file is still there. Never looks into another workspace.
 */
export async function findEqualTakes(
  tools: { database: Transaction; blobs: Pick<BlobStore, "has"> },
  options: { workspaceId: string; fingerprints: readonly string[] },
): Promise<ReadonlyMap<string, EqualTake>> {
  const { database, blobs } = tools;
  const { workspaceId, fingerprints } = options;
  const found = new Map<string, EqualTake>();
  if (fingerprints.length === 0) return found;
  // One row for each file: thousands of equal pairs that share one drawing are looked at once.
  const rows = await database.$queryRaw<Row[]>`
    SELECT "fingerprint", "original", "notes" FROM (
      SELECT DISTINCT ON ("fingerprint", "originalHash") "fingerprint", "original", "notes", "createdAt"
      FROM "Take"
      WHERE "workspaceId" = ${workspaceId} AND "fingerprint" = ANY(${fingerprints}::text[])
        AND "state" = 'ready' AND "original" IS NOT NULL
      ORDER BY "fingerprint", "originalHash", "createdAt"
    ) AS drawn ORDER BY "createdAt"`;
  for (const { fingerprint, original: stored, notes } of rows) {
    if (found.has(fingerprint)) continue;
    const original = originalSchema.parse(stored);
    if (await blobs.has(original.hash)) found.set(fingerprint, { original, notes });
  }
  return found;
}
