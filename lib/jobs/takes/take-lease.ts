import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { TAKES_CHANNEL, tellTakesChanged } from "#lib/projects/takes-channel.ts";
import { ClaimLost, type TakeClaim } from "./take-claim.ts";

/** A worker that gave no sign of life for this long is taken for lost. The database's clock alone counts. */
export const LEASE_SECONDS = 12;
const REFRESH_MS = 3_000;
const WATCH_INTERVAL_MS = 500;

type Held = Pick<TakeClaim, "projectId" | "take" | "attempt">;

export type ClaimWatch = { readonly signal: AbortSignal; stop(): void };

/** Keeps a claim's lease alive, and looks twice a second whether the claim still stands; aborts its signal if not. */
export function watchClaim(database: Database, claim: TakeClaim): ClaimWatch {
  const controller = new AbortController();
  let refreshedMs = performance.now();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || controller.signal.aborted) return;
    isBusy = true;
    const isDue = performance.now() - refreshedMs >= REFRESH_MS;
    (isDue ? refresh(database, claim) : look(database, claim))
      .then((stands) => {
        if (isDue) refreshedMs = performance.now();
        if (!stands) controller.abort(new ClaimLost(claim));
      })
      // While the database is away nothing is known; the write at the end decides.
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  }, WATCH_INTERVAL_MS);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

async function look(database: Database, claim: Held): Promise<boolean> {
  const row = await database.take.findUnique({
    where: { projectId_id: { projectId: claim.projectId, id: claim.take.id } },
    select: { attempt: true, state: true, project: { select: { deletedAt: true } } },
  });
  return (
    row?.attempt === claim.attempt && row.state === "running" && row.project.deletedAt === null
  );
}

async function refresh(database: Database, claim: Held): Promise<boolean> {
  const rows = await database.$executeRaw`
    UPDATE "Take" t SET "leaseUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
    FROM "Project" p
    WHERE t."projectId" = ${claim.projectId} AND t."id" = ${claim.take.id}
      AND t."attempt" = ${claim.attempt} AND t."state" = 'running'
      AND p."id" = t."projectId" AND p."deletedAt" IS NULL`;
  return rows > 0;
}

/**
 * Gives back the place at the backend: it has drawn, and the next take may go there. While the database is away the
 * place stays held; it ends with the lease.
 */
export async function freePlace(database: Database, claim: Held): Promise<void> {
  try {
    // In one statement: the backend stands idle until the next take has the place.
    await database.$executeRaw`
      WITH freed AS (
        UPDATE "Take" SET "drawsOn" = NULL
        WHERE "projectId" = ${claim.projectId} AND "id" = ${claim.take.id}
          AND "attempt" = ${claim.attempt} AND "drawsOn" IS NOT NULL
        RETURNING 1)
      SELECT pg_notify(${TAKES_CHANNEL}, '') FROM freed`;
  } catch (error) {
    log.debug({ err: error }, "a place could not be given back yet");
  }
}

/** Ends a lease, however the take has ended; a newer attempt's is left alone. */
export async function endLease(
  database: Database,
  held: { projectId: string; takeId: string; attempt: number },
): Promise<void> {
  const ended = await database.$executeRaw`
    UPDATE "Take" SET "drawsOn" = NULL, "preparedFor" = NULL, "leaseUntil" = NULL
    WHERE "projectId" = ${held.projectId} AND "id" = ${held.takeId} AND "attempt" = ${held.attempt}`;
  if (ended > 0) await tellTakesChanged(database);
}
