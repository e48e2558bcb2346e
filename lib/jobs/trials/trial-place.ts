import { setTimeout as pause } from "node:timers/promises";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { tellTakesChanged } from "#lib/projects/takes-channel.ts";
import { lockPlaces } from "../takes/lock-places.ts";
import { LEASE_SECONDS } from "../takes/take-lease.ts";
import type { TrialClaim } from "./trial-claim.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Waits for one of the backend's places. From the first look on no take gets the next one before the trial, so that
 * somebody who sets a backend up doesn't wait for a whole film.
 * @param options.onWait called when it has to wait for takes that are being drawn
 * @throws the signal's reason when it aborts
 */
export async function awaitPlace(
  database: Database,
  options: { claim: TrialClaim; onWait: () => void; signal: AbortSignal },
): Promise<void> {
  const { claim, onWait, signal } = options;
  while (!(await takePlace(database, claim))) {
    onWait();
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Holds a place for the trial, and says whether it is free by now; one trial of a backend is under way at most. */
async function takePlace(database: Database, claim: TrialClaim): Promise<boolean> {
  const { workspaceId, trialId, backendId, attempt } = claim;
  return database.$transaction(async (transaction) => {
    await lockPlaces(transaction);
    await transaction.$executeRaw`
      UPDATE "BackendTrial"
      SET "placeUntil" = clock_timestamp() AT TIME ZONE 'UTC' + make_interval(secs => ${LEASE_SECONDS})
      WHERE "workspaceId" = ${workspaceId} AND "id" = ${trialId} AND "attempt" = ${attempt} AND "state" = 'running'`;
    const [full] = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM "Backend" b WHERE b."workspaceId" = ${workspaceId} AND b."id" = ${backendId}
        AND b."concurrency" <= (
          SELECT count(*) FROM "Take" t
          WHERE t."workspaceId" = b."workspaceId" AND t."drawsOn" = b."id"
            AND t."leaseUntil" >= now() AT TIME ZONE 'UTC')`;
    return full === undefined;
  }, TRANSACTION_TIMES);
}

/** Gives the place back; while the database is away it stays held and ends by itself. */
export async function freeTrialPlace(database: Database, claim: TrialClaim): Promise<void> {
  const { workspaceId, trialId, attempt } = claim;
  try {
    await database.backendTrial.updateMany({
      where: { workspaceId, id: trialId, attempt },
      data: { placeUntil: null },
    });
    await tellTakesChanged(database);
  } catch (error) {
    log.debug({ err: error }, "a trial's place could not be given back yet");
  }
}
