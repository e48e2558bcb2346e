import { setTimeout as pause } from "node:timers/promises";
import { asUnavailable } from "#lib/db/database-away.ts";

const RETRY_MS = 500;
/** By then another worker may have begun anew, and a database that is away for longer has graver trouble. */
const PATIENCE_MS = 60_000;

/**
 * Does work in the database again and again while that is away: a drawing that may have cost a day's quota isn't thrown
 * away because Postgres is restarted. The work is one that may be done twice.
 * @throws what the work throws when the database is there, and when it is away for too long or the signal aborts
 */
export async function untilDatabaseIsBack(
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (signal.aborted || asUnavailable(error) === null || performance.now() > endMs) throw error;
    }
    await pause(RETRY_MS);
  }
}
