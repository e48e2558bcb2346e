/** Postgres' own codes for a server that is stopping, starting or gone (classes 08 and 57P), and the system's. */
const AWAY_CODES =
  /^(08\d\d\d|57P0[1-5]|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|P1001|P1002|P1008|P1017|P2024|P2028)$/;
const AWAY_MESSAGES =
  /connection (terminated|ended|refused)|terminating connection|server closed the connection|can't reach database|timeout exceeded when trying to connect|the database system is/i;

/** Whether an error only says that the database can't be reached for now, so that the same work may succeed later. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const code = "code" in error ? String(error.code) : "";
  if (AWAY_CODES.test(code) || AWAY_MESSAGES.test(error.message)) return true;
  return isDatabaseAway(error.cause, depth + 1);
}
