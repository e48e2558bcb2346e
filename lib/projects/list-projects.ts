import type { Database } from "#lib/db/client.ts";

/** A project as the library lists it. */
export type ProjectSummary = {
  readonly id: string;
  readonly name: string;
  /** The first keyframe's image; null for an empty project. */
  readonly posterImageId: string | null;
  readonly keyframeCount: number;
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
};

const MOST = 1_000;

/** Every project that this person may see, the newest edit first. */
export async function listProjects(
  services: { database: Database },
  options: { userId: string },
): Promise<ProjectSummary[]> {
  const rows = await services.database.$queryRaw<
    (Omit<ProjectSummary, "updatedAt"> & { updatedAt: Date })[]
  >`
    SELECT p."id", p."name", p."keyframeCount", p."updatedAt", (
      SELECT k."imageId" FROM "Keyframe" k WHERE k."projectId" = p."id"
      ORDER BY k."order", k."id" COLLATE "C" LIMIT 1
    ) AS "posterImageId"
    FROM "Project" p
    JOIN "Membership" m ON m."workspaceId" = p."workspaceId" AND m."userId" = ${options.userId}
    WHERE p."deletedAt" IS NULL
    ORDER BY p."updatedAt" DESC, p."id" LIMIT ${MOST}`;
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}
