import { withScratchPostgres } from "../../bin/platform/with-scratch-postgres.ts";
import { migrate } from "../../prisma/migrate.ts";

/** Runs the work over a migrated Postgres of its own with durable settings, as `npm start` has. */
export function withBenchPostgres(
  work: (connectionString: string) => Promise<void>,
): Promise<void> {
  return withScratchPostgres({ durable: true }, async (connectionString) => {
    await migrate(connectionString);
    await work(connectionString);
  });
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
