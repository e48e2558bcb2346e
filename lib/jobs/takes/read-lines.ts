import type { LineHead } from "#lib/core/choose-take.ts";
import type { Transaction } from "#lib/db/client.ts";

/** The first take of a line, with what its claim is made from. */
export type ClaimableTake = LineHead & {
  readonly projectId: string;
  readonly id: string;
  readonly attempt: number;
  readonly lostCount: number;
};

/**
 * The first claimable take of each line, by priority and age; of a line in which all wait by themselves, the first of
 * these, where another backend may help or the one that it waits for is gone. Nobody else gets them before the
 * transaction ends. Written out for Postgres, which sees by the very words that its partial index of pending takes will
 * do: the cost grows with the lines, not with the takes in them. A take of which an equal one is being drawn waits for
 * that one, and costs nothing then.
 */
export function readLineHeads(transaction: Transaction): Promise<ClaimableTake[]> {
  return transaction.$queryRaw<ClaimableTake[]>`
    WITH RECURSIVE line AS (
      (SELECT "workspaceId", "askedBackendId" FROM "Take"
        WHERE "state" IN ('queued', 'running', 'waiting')
        ORDER BY "workspaceId", "askedBackendId" LIMIT 1)
      UNION ALL
      SELECT n.* FROM line, LATERAL (
        SELECT "workspaceId", "askedBackendId" FROM "Take"
        WHERE "state" IN ('queued', 'running', 'waiting')
          AND ("workspaceId", "askedBackendId") > (line."workspaceId", line."askedBackendId")
        ORDER BY "workspaceId", "askedBackendId" LIMIT 1) n
    ), due AS (
      SELECT line.*, f.* FROM line LEFT JOIN LATERAL (
        SELECT t."projectId", t."id", t."state", t."attempt", t."lostCount", t."priority", t."queueNumber"
        FROM "Take" t
        JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL AND NOT p."isPaused"
        WHERE t."workspaceId" = line."workspaceId" AND t."askedBackendId" = line."askedBackendId"
          AND t."state" IN ('queued', 'running', 'waiting')
          AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now() AT TIME ZONE 'UTC')
          AND (t."state" <> 'waiting' OR (t."status"->>'until')::timestamptz <= now())
          AND NOT (t."mayReuse" AND t."original" IS NULL AND EXISTS (
            SELECT 1 FROM "Take" o
            WHERE o."workspaceId" = t."workspaceId" AND o."fingerprint" = t."fingerprint"
              AND o."leaseUntil" IS NOT NULL AND o."leaseUntil" >= now() AT TIME ZONE 'UTC'))
        ORDER BY t."priority" DESC, t."queueNumber"
        LIMIT 1
        FOR UPDATE OF t SKIP LOCKED) f ON true
    ), stuck AS MATERIALIZED (
      SELECT * FROM due WHERE "id" IS NULL AND (
        EXISTS (
          SELECT 1 FROM "Backend" b
          WHERE b."workspaceId" = due."workspaceId" AND b."isEnabled" AND b."helps" <> 'never')
        OR NOT EXISTS (
          SELECT 1 FROM "Backend" b
          WHERE b."workspaceId" = due."workspaceId" AND b."id" = due."askedBackendId"))
    )
    SELECT *, NULL AS "refusedBy" FROM due WHERE "id" IS NOT NULL
    UNION ALL
    SELECT stuck."workspaceId", stuck."askedBackendId", w.* FROM stuck, LATERAL (
      SELECT t."projectId", t."id", t."state", t."attempt", t."lostCount", t."priority", t."queueNumber",
        t."recipe"->>'backendId' AS "refusedBy"
      FROM "Take" t
      JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL AND NOT p."isPaused"
      WHERE t."workspaceId" = stuck."workspaceId" AND t."askedBackendId" = stuck."askedBackendId"
        AND t."state" IN ('queued', 'running', 'waiting') AND t."state" = 'waiting'
        AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now() AT TIME ZONE 'UTC')
      ORDER BY t."priority" DESC, t."queueNumber"
      LIMIT 1
      FOR UPDATE OF t SKIP LOCKED) w`;
}

export type HeldPlaces = {
  readonly workspaceId: string;
  readonly backendId: string;
  /** Places that are held, by takes and by the backend's trial. */
  readonly drawing: number;
  /** The same and the takes that are prepared for its next places. */
  readonly promised: number;
};

/** What workers have at each backend. A cancelled take holds its place until its worker has let go of it. */
export function readPlaces(transaction: Transaction): Promise<HeldPlaces[]> {
  return transaction.$queryRaw<HeldPlaces[]>`
    SELECT "workspaceId", "backendId",
      (count(*) FILTER (WHERE "isDrawing"))::int AS "drawing", count(*)::int AS "promised"
    FROM (
      SELECT "workspaceId", COALESCE("drawsOn", "preparedFor") AS "backendId", "drawsOn" IS NOT NULL AS "isDrawing"
      FROM "Take"
      WHERE COALESCE("drawsOn", "preparedFor") IS NOT NULL AND "leaseUntil" >= now() AT TIME ZONE 'UTC'
      UNION ALL
      SELECT "workspaceId", "backendId", true FROM "BackendTrial"
      WHERE "state" IN ('queued', 'running') AND "placeUntil" >= now() AT TIME ZONE 'UTC') AS held
    GROUP BY "workspaceId", "backendId"`;
}
