import type { DrawingBackend } from "#lib/core/choose-backend.ts";
import { choosePlace } from "#lib/core/choose-place.ts";
import type { Transaction } from "#lib/db/client.ts";
import type { Look, Reservation } from "./look-for-takes.ts";
import type { ClaimableTake, HeldPlaces } from "./read-lines.ts";
import { LEASE_SECONDS } from "./take-lease.ts";

/** A lease is made longer when this much of it has passed. */
const REFRESH_AFTER_SECONDS = 3;

type PreparedRow = {
  readonly projectId: string;
  readonly id: string;
  readonly askedBackendId: string;
  readonly priority: number;
  readonly isPaused: boolean;
};

/**
 * Gives free places to a worker's prepared takes, the most pressing first, and keeps the others' leases alive. Whoever
 * calls it holds the lock on places.
 * @param options.backendsOf a workspace's own backends in its order, where what is prepared counts as a used place
 */
export async function placePrepared(
  transaction: Transaction,
  options: {
    prepared: readonly Reservation[];
    heads: readonly ClaimableTake[];
    places: readonly HeldPlaces[];
    backendsOf: (workspaceId: string) => readonly DrawingBackend[];
  },
): Promise<Pick<Look, "placed" | "letGo">> {
  const { prepared, heads, places, backendsOf } = options;
  if (prepared.length === 0) return { placed: [], letGo: [] };
  const { rows, isBusy } = await readPrepared(transaction, prepared);
  const placed: Reservation[] = [];
  const waiting: Reservation[] = [];
  const letGo = prepared.filter((one) => !rows.some((row) => isOf(row, one)) && !isBusy(one));
  for (const row of rows) {
    const reservation = prepared.find((one) => isOf(row, one));
    if (!reservation) continue;
    const { workspaceId, backendId } = reservation;
    const { askedBackendId, priority } = row;
    const head = heads.find(
      (one) =>
        one.workspaceId === workspaceId &&
        one.askedBackendId === askedBackendId &&
        one.refusedBy === null,
    );
    const choice = choosePlace({
      ...{ askedBackendId, backendId, priority, headPriority: head?.priority ?? null },
      backends: backendsOf(workspaceId).map((one) =>
        one.backendId === backendId
          ? { ...one, usedPlaces: drawingsOf({ places, placed, workspaceId, backendId }) }
          : one,
      ),
    });
    if (row.isPaused || choice.type === "let-go") letGo.push(reservation);
    else if (choice.type === "wait") waiting.push(reservation);
    else placed.push({ ...reservation, hasPlace: true, helpReason: choice.reason });
  }
  await write(transaction, { placed, waiting });
  return { placed, letGo };
}

/**
 * The prepared takes that are still this worker's, in the order in which they get places. Rows that somebody is writing
 * just now are left for the next look: to wait for them could end in a ring.
 */
async function readPrepared(
  transaction: Transaction,
  prepared: readonly Reservation[],
): Promise<{ rows: readonly PreparedRow[]; isBusy: (reservation: Reservation) => boolean }> {
  const projectIds = prepared.map(({ projectId }) => projectId);
  const takeIds = prepared.map(({ takeId }) => takeId);
  const attempts = prepared.map(({ attempt }) => attempt);
  const rows = await transaction.$queryRaw<PreparedRow[]>`
    SELECT t."projectId", t."id", t."askedBackendId", t."priority", p."isPaused"
    FROM unnest(${projectIds}::text[], ${takeIds}::text[], ${attempts}::int[]) AS mine("projectId", "id", "attempt")
    JOIN "Take" t ON t."projectId" = mine."projectId" AND t."id" = mine."id" AND t."attempt" = mine."attempt"
    JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL
    WHERE t."preparedFor" IS NOT NULL AND t."state" IN ('queued', 'waiting')
    ORDER BY t."priority" DESC, t."queueNumber"
    FOR UPDATE OF t SKIP LOCKED`;
  if (rows.length === prepared.length) return { rows, isBusy: () => false };
  const found = await transaction.$queryRaw<Pick<PreparedRow, "projectId" | "id">[]>`
    SELECT t."projectId", t."id"
    FROM unnest(${projectIds}::text[], ${takeIds}::text[], ${attempts}::int[]) AS mine("projectId", "id", "attempt")
    JOIN "Take" t ON t."projectId" = mine."projectId" AND t."id" = mine."id" AND t."attempt" = mine."attempt"
    JOIN "Project" p ON p."id" = t."projectId" AND p."deletedAt" IS NULL
    WHERE t."preparedFor" IS NOT NULL AND t."state" IN ('queued', 'waiting')`;
  return { rows, isBusy: (reservation) => found.some((row) => isOf(row, reservation)) };
}

function isOf(row: Pick<PreparedRow, "projectId" | "id">, reservation: Reservation): boolean {
  return row.projectId === reservation.projectId && row.id === reservation.takeId;
}

function drawingsOf(options: {
  places: readonly HeldPlaces[];
  placed: readonly Reservation[];
  workspaceId: string;
  backendId: string;
}): number {
  const { places, placed, workspaceId, backendId } = options;
  const isHere = (one: { workspaceId: string; backendId: string }) =>
    one.workspaceId === workspaceId && one.backendId === backendId;
  return (places.find(isHere)?.drawing ?? 0) + placed.filter(isHere).length;
}

async function write(
  transaction: Transaction,
  options: { placed: readonly Reservation[]; waiting: readonly Reservation[] },
): Promise<void> {
  const { placed, waiting } = options;
  if (placed.length > 0) {
    await transaction.$executeRaw`
      UPDATE "Take" t SET "drawsOn" = t."preparedFor", "preparedFor" = NULL,
        "leaseUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
      FROM unnest(${placed.map(({ projectId }) => projectId)}::text[], ${placed.map(({ takeId }) => takeId)}::text[])
        AS mine("projectId", "id")
      WHERE t."projectId" = mine."projectId" AND t."id" = mine."id"`;
  }
  if (waiting.length > 0) {
    await transaction.$executeRaw`
      UPDATE "Take" t
      SET "leaseUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
      FROM unnest(${waiting.map(({ projectId }) => projectId)}::text[], ${waiting.map(({ takeId }) => takeId)}::text[])
        AS mine("projectId", "id")
      WHERE t."projectId" = mine."projectId" AND t."id" = mine."id"
        AND t."leaseUntil" < clock_timestamp() AT TIME ZONE 'UTC'
          + make_interval(secs => ${LEASE_SECONDS - REFRESH_AFTER_SECONDS})`;
  }
}
