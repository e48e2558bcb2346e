import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { isPausedNow } from "#lib/core/backend-state.ts";
import { chooseBackend, type DrawingBackend } from "#lib/core/choose-backend.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readBackendStates } from "#lib/projects/backends/read-backend-states.ts";
import { lostCountOf } from "../server-change.ts";
import { LEASE_SECONDS } from "./take-lease.ts";

/** A take that this worker has taken for itself, before it shows as running. */
export type Reservation = {
  readonly workspaceId: string;
  readonly projectId: string;
  readonly takeId: string;
  readonly attempt: number;
  /** The backend of which a place is held. */
  readonly backendId: string;
  /** Workers in a row that were lost over it, the last included. */
  readonly lostCount: number;
};

/** What a worker has room for. */
export type FreePlaces = { readonly drafts: boolean; readonly remote: boolean };

/** The first take of one backend's line, and how much its workspace has under way. */
type Candidate = {
  readonly workspaceId: string;
  readonly askedBackendId: string;
  readonly projectId: string;
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly lostCount: number;
  readonly queueNumber: bigint;
};

type UsedPlaces = {
  readonly workspaceId: string;
  readonly drawsOn: string;
  readonly count: number;
};

/** Any number that no other part of Genga locks. */
const LOCK_KEY = 4_717_110;

/**
 * Takes the next take that can be drawn now: of each line (a workspace's takes of one backend) the first by priority and
 * age, of the lines one of the workspace that has least under way. One worker at a time looks, so that no backend gets
 * more than its places.
 * @returns null when there is nothing to draw, or no backend to draw it
 */
export async function reserveTake(
  database: Database,
  free: FreePlaces,
): Promise<Reservation | null> {
  return database.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY})`;
    const used = await usedPlaces(transaction);
    const underWay = new Map<string, number>();
    for (const { workspaceId, count } of used) {
      underWay.set(workspaceId, (underWay.get(workspaceId) ?? 0) + count);
    }
    const candidates = (await firstOfEachLine(transaction)).toSorted(
      (a, b) =>
        (underWay.get(a.workspaceId) ?? 0) - (underWay.get(b.workspaceId) ?? 0) ||
        Number(a.queueNumber - b.queueNumber),
    );
    const backends = new Map<string, readonly DrawingBackend[]>();
    for (const candidate of candidates) {
      const { workspaceId, askedBackendId } = candidate;
      const isDraft = askedBackendId === DRAFT_DESCRIPTION.id;
      if (isDraft ? !free.drafts : !free.remote) continue;
      if (!isDraft && !backends.has(workspaceId)) {
        backends.set(workspaceId, await drawingBackends(transaction, { workspaceId, used }));
      }
      const backendId = isDraft
        ? askedBackendId
        : chooseBackend({ askedBackendId, backends: backends.get(workspaceId) ?? [] });
      if (backendId !== null) return take(transaction, candidate, backendId);
    }
    return null;
  }, TRANSACTION_TIMES);
}

/** How a workspace's backends stand for a decision on what draws. */
export async function drawingBackends(
  transaction: Transaction,
  options: { workspaceId: string; used: readonly UsedPlaces[] },
): Promise<DrawingBackend[]> {
  const { workspaceId, used } = options;
  const nowMs = Date.now();
  const states = await readBackendStates(transaction, { workspaceId });
  return states.map((state) => ({
    ...state,
    isPaused: isPausedNow(state, nowMs),
    isWell: state.health?.state !== "paused" && state.health?.state !== "broken",
    usedPlaces:
      used.find((one) => one.workspaceId === workspaceId && one.drawsOn === state.backendId)
        ?.count ?? 0,
  }));
}

/** A cancelled take holds its place until its worker has let go of it. */
function usedPlaces(transaction: Transaction): Promise<UsedPlaces[]> {
  return transaction.$queryRaw<UsedPlaces[]>`
    SELECT "workspaceId", "drawsOn", count(*)::int AS "count" FROM "Take"
    WHERE "drawsOn" IS NOT NULL AND "leaseUntil" >= now() AT TIME ZONE 'UTC'
    GROUP BY "workspaceId", "drawsOn"`;
}

/** Written out for Postgres, which sees by the very words that its partial index of pending takes will do. */
function firstOfEachLine(transaction: Transaction): Promise<Candidate[]> {
  return transaction.$queryRaw<Candidate[]>`
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
    )
    SELECT f.* FROM line, LATERAL (
      SELECT t."workspaceId", t."askedBackendId", t."projectId", t."id", t."state", t."attempt", t."lostCount",
        t."queueNumber"
      FROM "Take" t
      JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL AND NOT p."isPaused"
      WHERE t."workspaceId" = line."workspaceId" AND t."askedBackendId" = line."askedBackendId"
        AND t."state" IN ('queued', 'running', 'waiting')
        AND (t."leaseUntil" IS NULL OR t."leaseUntil" < now() AT TIME ZONE 'UTC')
        AND (t."state" <> 'waiting' OR (t."status"->>'until')::timestamptz <= now())
      ORDER BY t."priority" DESC, t."queueNumber"
      LIMIT 1
      FOR UPDATE OF t SKIP LOCKED) f`;
}

async function take(
  transaction: Transaction,
  candidate: Candidate,
  backendId: string,
): Promise<Reservation> {
  const { workspaceId, projectId, id: takeId } = candidate;
  const attempt = candidate.attempt + 1;
  const lostCount = lostCountOf(candidate);
  await transaction.$executeRaw`
    UPDATE "Take" SET "attempt" = ${attempt}, "lostCount" = ${lostCount}, "drawsOn" = ${backendId},
      "leaseUntil" = now() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
    WHERE "projectId" = ${projectId} AND "id" = ${takeId}`;
  return { workspaceId, projectId, takeId, attempt, backendId, lostCount };
}
