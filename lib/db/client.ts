import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient, type Prisma } from "./generated/client.ts";

/** The database, outside a transaction. */
export type Database = PrismaClient;

/** The database inside an interactive transaction. */
export type Transaction = Prisma.TransactionClient;

/** Connections of one process; the commit path holds one for a few milliseconds. */
const DEFAULT_POOL_SIZE = 10;

/**
 * A client over its own pool; nothing is connected until the first query.
 * Close it with `$disconnect()`.
 */
export function createDatabase(
  connectionString: string,
  options: { poolSize?: number } = {},
): Database {
  const adapter = new PrismaPg({
    connectionString,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    connectionTimeoutMillis: 10_000,
    // A database that was restarted leaves half-open connections; the system notices them.
    keepAlive: true,
    // The columns are timestamps without a zone, read as UTC whatever the server's own zone is.
    options: "-c TimeZone=UTC",
  });
  return new PrismaClient({ adapter });
}

/** How long an interactive transaction may wait for a connection and may then run. */
export const TRANSACTION_TIMES = { maxWait: 10_000, timeout: 20_000 } as const;
