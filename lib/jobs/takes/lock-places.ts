import type { Transaction } from "#lib/db/client.ts";

/** Any number that no other part of Genga locks. */
const LOCK_KEY = 4_717_110;
/** A worker that is frozen while it looks is cut off after this, so that the others can look. */
const MAX_IDLE = "5s";

/**
 * Until the transaction ends nobody else takes a place at a backend: no backend gets more than its places.
 * Scans of whole tables are off meanwhile: of takes that were asked for just now, thousands at once, the planner knows
 * nothing yet, while each of our partial indexes holds only a few.
 */
export async function lockPlaces(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`
    SELECT set_config('idle_in_transaction_session_timeout', ${MAX_IDLE}, true),
      set_config('enable_seqscan', 'off', true), pg_advisory_xact_lock(${LOCK_KEY})`;
}
