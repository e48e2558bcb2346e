import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { findFreePort } from "./free-port.ts";
import { prepareForPostgres } from "./postgres-directory.ts";

/**
 * Runs the work over an empty Postgres in a temporary directory, which is gone afterwards however the work ends.
 * @param options.durable whether a commit waits for the disk, as it does under `npm start`
 */
export async function withScratchPostgres<Result>(
  options: { durable: boolean },
  work: (connectionString: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "genga-scratch-"));
  prepareForPostgres(directory);
  try {
    const postgres = await startEmbeddedPostgres({
      directory: join(directory, "postgres"),
      port: await findFreePort(),
      password: randomBytes(18).toString("base64url"),
      logFile: join(directory, "postgres.log"),
      durable: options.durable,
    });
    try {
      return await work(postgres.connectionString("postgres"));
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
