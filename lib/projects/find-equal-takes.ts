import { originalSchema, type Original, type Take } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";

export type EqualTake = { readonly original: Original; readonly notes: Take["notes"] };

/**
 * What was drawn already for these fingerprints, by fingerprint: the first ready take of each in the workspace. Never
 * looks into another workspace.
 */
export async function findEqualTakes(
  reader: Transaction,
  options: { workspaceId: string; fingerprints: readonly string[] },
): Promise<ReadonlyMap<string, EqualTake>> {
  const { workspaceId, fingerprints } = options;
  if (fingerprints.length === 0) return new Map();
  const rows = await reader.$queryRaw<
    { fingerprint: string; original: unknown; notes: string[] }[]
  >`SELECT DISTINCT ON ("fingerprint") "fingerprint", "original", "notes" FROM "Take"
    WHERE "workspaceId" = ${workspaceId} AND "fingerprint" = ANY(${fingerprints}::text[])
      AND "state" = 'ready' AND "original" IS NOT NULL
    ORDER BY "fingerprint", "createdAt"`;
  return new Map(
    rows.map((row) => [
      row.fingerprint,
      { original: originalSchema.parse(row.original), notes: row.notes },
    ]),
  );
}
