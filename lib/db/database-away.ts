import { GengaError } from "#lib/core/errors.ts";

/**
 * Prisma's codes for a database that can't be reached or that let go of us: P1001/P1002/P1008/P1017 (connection),
 * P2024 (pool), P2028 (transaction ended); and Postgres' and the system's own.
 */
const AWAY = new Set([
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"],
  ...["57P01", "57P02", "57P03", "08000", "08003", "08006", "53300"],
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
]);

/** What pg and its pool say without any code: a connection that was lost, or none that came free in time. */
const AWAY_MESSAGES =
  /Connection terminated|Server has closed the connection|timeout exceeded when trying to connect|is not queryable/;

/** The error as one to try again later, when the database is away or restarting; null for every other error. */
export function asUnavailable(error: unknown): GengaError | null {
  if (!codesOf(error).some((code) => AWAY.has(code))) return null;
  return new GengaError(
    "unavailable",
    "The database is away for the moment. What was saved is safe. Try again shortly.",
    { cause: error },
  );
}

/** The codes of an error and of what it wraps; adapters put Postgres' own code below Prisma's. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const fields = error as Record<string, unknown>;
  const own = [fields["code"], fields["originalCode"]].filter((code) => typeof code === "string");
  const message = typeof fields["message"] === "string" ? fields["message"] : "";
  if (AWAY_MESSAGES.test(message)) own.push("P1017");
  const inner = ["cause", "meta", "driverAdapterError"].flatMap((name) =>
    codesOf(fields[name], depth + 1),
  );
  return [...own, ...inner];
}
