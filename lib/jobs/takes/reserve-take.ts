import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import type { HelpReason } from "#lib/core/choose-backend.ts";
import { chooseTake, type FreePlaces, type TakeChoice } from "#lib/core/choose-take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readDrawingBackends } from "#lib/projects/backends/read-drawing-backends.ts";
import { lostCountOf } from "../server-change.ts";
import { readLineHeads, readUsedPlaces, type ClaimableTake } from "./read-lines.ts";
import { LEASE_SECONDS } from "./take-lease.ts";

/** A take that this worker has taken for itself, before it shows as running. */
export type Reservation = {
  readonly workspaceId: string;
  readonly projectId: string;
  readonly takeId: string;
  readonly attempt: number;
  /** The backend of which a place is held. */
  readonly backendId: string;
  /** Why that isn't the one that was asked; null when it is. */
  readonly helpReason: HelpReason | null;
  /** Workers in a row that were lost over it, the last included. */
  readonly lostCount: number;
};

/** Any number that no other part of Genga locks. */
const LOCK_KEY = 4_717_110;
/** A worker that is frozen while it looks is cut off after this, so that the others can look. */
const MAX_IDLE = "5s";

/**
 * Takes the next take that can be drawn now, and a place at the backend that draws it. One worker at a time looks, so
 * that no backend gets more than its places.
 * @param options.lastTurns when each workspace had its last turn here (`choose-take.ts`)
 * @returns null when there is nothing to draw, or no backend to draw it
 */
export async function reserveTake(
  database: Database,
  options: { free: FreePlaces; lastTurns: ReadonlyMap<string, number> },
): Promise<Reservation | null> {
  return database.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      SELECT set_config('idle_in_transaction_session_timeout', ${MAX_IDLE}, true),
        pg_advisory_xact_lock(${LOCK_KEY})`;
    const heads = await readLineHeads(transaction);
    if (heads.length === 0) return null;
    const used = await readUsedPlaces(transaction);
    const remote = heads.filter((head) => head.askedBackendId !== DRAFT_DESCRIPTION.id);
    const workspaceIds = [...new Set(remote.map((head) => head.workspaceId))];
    const backends = await readDrawingBackends(transaction, { workspaceIds, used });
    const choice = chooseTake({
      ...options,
      heads,
      used,
      draftBackendId: DRAFT_DESCRIPTION.id,
      backendsOf: (workspaceId) => backends.get(workspaceId) ?? [],
    });
    return choice && hold(transaction, choice);
  }, TRANSACTION_TIMES);
}

async function hold(
  transaction: Transaction,
  choice: TakeChoice<ClaimableTake>,
): Promise<Reservation> {
  const { head, backendId, reason: helpReason } = choice;
  const { workspaceId, projectId, id: takeId } = head;
  const attempt = head.attempt + 1;
  const lostCount = lostCountOf(head);
  await transaction.$executeRaw`
    UPDATE "Take" SET "attempt" = ${attempt}, "lostCount" = ${lostCount}, "drawsOn" = ${backendId},
      "leaseUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
    WHERE "projectId" = ${projectId} AND "id" = ${takeId}`;
  return { workspaceId, projectId, takeId, attempt, backendId, helpReason, lostCount };
}
