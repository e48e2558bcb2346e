import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";

import { readPostgresSettings } from "./data-directory.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { chooseClusterDirectory } from "./postgres-directory.ts";
import { StartProblem } from "./start-problem.ts";

const database = "genga";
const restartLimit = 20;
const restartPauseMs = 250;

/** The embedded Postgres of a data directory, kept running. */
export type KeptPostgres = {
  connectionString: string;
  /** The server's process now. */
  pid(): number;
  stop(): Promise<void>;
};

async function createDatabase(postgres: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.connectionString("postgres") });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts the embedded Postgres of the data directory and starts it again, on the same port, should it be killed.
 * `onLost` is called when that fails for good.
 * @throws StartProblem when it can't be started.
 */
export async function keepPostgres(options: {
  dataDirectory: string;
  tell: (line: string) => void;
  onLost: (error: unknown) => void;
}): Promise<KeptPostgres> {
  const { dataDirectory, tell } = options;
  const settings = await readPostgresSettings(dataDirectory);
  const cluster = chooseClusterDirectory({ dataDirectory, password: settings.password });
  if (cluster.isElsewhere) {
    tell(
      `The database is kept in ${cluster.directory}: Postgres may not run as root, and its user cannot reach ${dataDirectory}.`,
    );
  }
  const start = () =>
    startEmbeddedPostgres({
      directory: cluster.directory,
      port: settings.port,
      password: settings.password,
      logFile: join(dataDirectory, "logs", "postgres.log"),
      durable: true,
    });
  let current: EmbeddedPostgres;
  try {
    current = await start();
    await createDatabase(current);
  } catch (error) {
    throw new StartProblem(error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }

  let isStopping = false;
  const restart = async () => {
    for (let attempt = 1; !isStopping; attempt += 1) {
      try {
        current = await start();
        tell("The database is up again.");
        return;
      } catch (error) {
        // After a kill -9 the old server's last processes may still hold its memory for a moment.
        if (attempt === restartLimit) throw error;
        await delay(restartPauseMs);
      }
    }
  };
  const watch = async () => {
    while (!isStopping) {
      await current.exited;
      if (isStopping) return;
      tell("The database ended unexpectedly. Starting it again …");
      await restart();
    }
  };
  const watched = watch().catch(options.onLost);

  return {
    connectionString: current.connectionString(database),
    pid: () => current.pid,
    stop: async () => {
      isStopping = true;
      await current.stop();
      await watched;
      // A restart that was under way when the stop came may have put a new server in place.
      await current.stop();
    },
  };
}
