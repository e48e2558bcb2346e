import type { Transaction } from "#lib/db/client.ts";

/** Postgres' channel that wakes the workers: a take may be there to be drawn, or a place at a backend is free. */
export const TAKES_CHANNEL = "genga_takes";

/** Wakes the workers; in a transaction, when that commits. */
export async function tellTakesChanged(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_notify(${TAKES_CHANNEL}, '')`;
}
