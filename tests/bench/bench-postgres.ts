import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../bin/platform/embedded-postgres.ts";
import { findFreePort } from "../../bin/platform/free-port.ts";
import { prepareForPostgres } from "../../bin/platform/postgres-directory.ts";
import { migrate } from "../../prisma/migrate.ts";

/** Runs the work over a migrated Postgres of its own with durable settings, as `npm start` has. */
export async function withBenchPostgres(
  work: (connectionString: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "genga-bench-"));
  prepareForPostgres(directory);
  try {
    const postgres = await startEmbeddedPostgres({
      directory: join(directory, "postgres"),
      port: await findFreePort(),
      password: randomBytes(18).toString("base64url"),
      logFile: join(directory, "postgres.log"),
      durable: true,
    });
    try {
      const connectionString = postgres.connectionString("postgres");
      await migrate(connectionString);
      await work(connectionString);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
