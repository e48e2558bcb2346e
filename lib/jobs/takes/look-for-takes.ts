import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import type { HelpReason } from "#lib/core/choose-backend.ts";
import { chooseTake, type FreePlaces, type TakeChoice } from "#lib/core/choose-take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { readDrawingBackends } from "#lib/projects/backends/read-drawing-backends.ts";
import { lostCountOf } from "../server-change.ts";
import { lockPlaces } from "./lock-places.ts";
import { placePrepared } from "./place-prepared.ts";
import { readLineHeads, readPlaces, type ClaimableTake } from "./read-lines.ts";
import { LEASE_SECONDS } from "./take-lease.ts";

/** A take that this worker has taken for itself, before it shows as running. */
export type Reservation = {
  readonly workspaceId: string;
  readonly projectId: string;
  readonly takeId: string;
  readonly attempt: number;
  /** The backend that draws it. */
  readonly backendId: string;
  /** Why that isn't the one that was asked; null when it is. */
  readonly helpReason: HelpReason | null;
  /** Whether it has a place there already; else it is prepared until it gets one. */
  readonly hasPlace: boolean;
  /** Workers in a row that were lost over it, the last included. */
  readonly lostCount: number;
};

export type Look = {
  /** Those of the prepared ones that have a place now. */
  readonly placed: readonly Reservation[];
  /** Those of the prepared ones that aren't this worker's to draw any more. */
  readonly letGo: readonly Reservation[];
  /** A take that was taken anew; null when there is nothing to draw, or no backend to draw it. */
  readonly taken: Reservation | null;
};

/**
 * Gives free places to what this worker has prepared, and takes the next take that can be drawn or prepared now. One
 * worker at a time looks, so that no backend gets more than its places.
 * @param options.prepared what this worker has prepared; their leases are kept alive by this
 * @param options.lastTurns when each workspace had its last turn here (`choose-take.ts`)
 */
export async function lookForTakes(
  database: Database,
  options: {
    prepared: readonly Reservation[];
    free: FreePlaces;
    lastTurns: ReadonlyMap<string, number>;
  },
): Promise<Look> {
  const { prepared, free, lastTurns } = options;
  return database.$transaction(async (transaction) => {
    await lockPlaces(transaction);
    const heads = await readLineHeads(transaction);
    if (heads.length === 0 && prepared.length === 0) return { placed: [], letGo: [], taken: null };
    const places = await readPlaces(transaction);
    const remote = heads.filter((head) => head.askedBackendId !== DRAFT_DESCRIPTION.id);
    const workspaceIds = [
      ...new Set([...remote, ...prepared].map(({ workspaceId }) => workspaceId)),
    ];
    // What is prepared gets the next places, so they are as good as taken.
    const used = places.map(({ promised, ...place }) => ({ ...place, count: promised }));
    const found = await readDrawingBackends(transaction, { workspaceIds, used });
    const backendsOf = (workspaceId: string) => found.get(workspaceId) ?? [];
    const { placed, letGo } = await placePrepared(transaction, {
      prepared,
      heads,
      places,
      backendsOf,
    });
    // These are on their way at once; what comes next is looked for after.
    if (placed.length > 0) return { placed, letGo, taken: null };
    const draftBackendId = DRAFT_DESCRIPTION.id;
    const choice = chooseTake({ heads, free, lastTurns, used, draftBackendId, backendsOf });
    return { placed, letGo, taken: choice && (await hold(transaction, choice)) };
  }, TRANSACTION_TIMES);
}

async function hold(
  transaction: Transaction,
  choice: TakeChoice<ClaimableTake>,
): Promise<Reservation> {
  const { head, backendId, reason: helpReason, isAhead } = choice;
  const { workspaceId, projectId, id: takeId } = head;
  const attempt = head.attempt + 1;
  const lostCount = lostCountOf(head);
  const hasPlace = !isAhead;
  await transaction.$executeRaw`
    UPDATE "Take" SET "attempt" = ${attempt}, "lostCount" = ${lostCount},
      "drawsOn" = ${hasPlace ? backendId : null}, "preparedFor" = ${hasPlace ? null : backendId},
      "leaseUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
    WHERE "projectId" = ${projectId} AND "id" = ${takeId}`;
  return { workspaceId, projectId, takeId, attempt, backendId, helpReason, hasPlace, lostCount };
}
