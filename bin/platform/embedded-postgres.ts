import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";

import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { stopOrphanedPostgres } from "./postgres-orphan.ts";
import { findPostgresUser, type PostgresUser } from "./postgres-user.ts";

const role = "genga";
const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const logLimitBytes = 16 * 1024 * 1024;

/** How an embedded Postgres is started. */
export type EmbeddedPostgresOptions = {
  /** The cluster's own directory, made when missing. Its parent must be reachable for the Postgres user. */
  directory: string;
  /** The loopback port to listen on. */
  port: number;
  /** The password of the role `genga`; it is set when the cluster is made. */
  password: string;
  /** The file that Postgres' own messages are appended to. */
  logFile: string;
  /** False only for tests: nothing waits for the disk, and a power cut may lose all. */
  durable: boolean;
};

/** A running embedded Postgres. */
export type EmbeddedPostgres = {
  pid: number;
  port: number;
  /** The connection string of one of its databases. */
  connectionString(database: string): string;
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>;
  /** Stops it (a checkpoint is written), at once if it won't within 20 s. */
  stop(): Promise<void>;
};

/** The connection string for a server of ours. */
export function postgresUrl(options: { port: number; password: string; database: string }): string {
  return `postgresql://${role}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${options.database}`;
}

function runInitdb(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  user: PostgresUser,
): void {
  const unfinished = `${options.directory}.new`;
  const passwordFile = `${options.directory}.pw`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chownSync(unfinished, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  // The builtin C.UTF-8 provider sorts by code point and is the same on every machine, whatever locales it has.
  const flags = [
    `--pgdata=${unfinished}`,
    `--username=${role}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(options.durable ? [] : ["--no-sync"]),
  ];
  const result = spawnSync(binaries.initdb, flags, {
    ...user,
    cwd: "/",
    encoding: "utf8",
    env: childEnvironment(),
  });
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const why = result.error?.message ?? result.stderr.trim();
    throw new Error(
      `The embedded Postgres could not make its files in ${options.directory}: ${why}`,
    );
  }
  // Only a finished cluster ever bears the name, so an interrupted first start leaves nothing half made.
  renameSync(unfinished, options.directory);
}

function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env;
  return {
    NODE_ENV: "production",
    LC_ALL: "C",
    TZ: "UTC",
    ...(PATH === undefined ? {} : { PATH }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
  };
}

function serverFlags(options: EmbeddedPostgresOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(options.port),
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(options.durable
      ? {}
      : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", options.directory, ...flags];
}

/**
 * Ends Postgres when this process ends in any way, kill -9 included: the pipe to the little shell closes then.
 * A Windows machine has no such shell; there the next start finds the orphan.
 */
function startWatchdog(pid: number): ChildProcess | undefined {
  if (process.platform === "win32") return undefined;
  const watchdog = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$0"', String(pid)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watchdog.on("error", () => undefined);
  watchdog.stdin?.on("error", () => undefined);
  watchdog.unref();
  return watchdog;
}

async function waitUntilReady(
  connectionString: string,
  hasExited: () => boolean,
  logFile: string,
): Promise<void> {
  const endMs = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("SELECT 1");
      return;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (hasExited())
        throw new Error(
          `The embedded Postgres ended while starting. Its messages: ${tail(logFile)}`,
          { cause: error },
        );
      if (error instanceof Error && "code" in error && error.code === "28P01") {
        throw new Error(
          `The embedded Postgres does not accept the password that Genga keeps for it: ${why}`,
          { cause: error },
        );
      }
      if (Date.now() > endMs)
        throw new Error(`The embedded Postgres did not answer within 60 s: ${why}`, {
          cause: error,
        });
    } finally {
      await client.end().catch(() => undefined);
    }
    await delay(40);
  }
}

function tail(logFile: string): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-6).join("\n");
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const tooLong = existsSync(file) && statSync(file).size > logLimitBytes;
  return openSync(file, tooLong ? "w" : "a", 0o600);
}

/**
 * Starts PostgreSQL from the npm package over that directory, on loopback only, and waits until it answers. The caller
 * holds the lock of the data directory: a server that still runs over it is an orphan and is stopped first.
 * @throws Error with Postgres' own words when it can't start.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const user = findPostgresUser();
  const binaries = findPostgresBinaries(user);
  if (!existsSync(join(options.directory, "PG_VERSION"))) runInitdb(options, binaries, user);
  await stopOrphanedPostgres(options.directory);

  const logDescriptor = openLog(options.logFile);
  // Detached: a Ctrl-C in the terminal must reach web and worker first, and Postgres last.
  const server = spawn(binaries.postgres, serverFlags(options), {
    ...user,
    cwd: "/",
    detached: true,
    env: childEnvironment(),
    stdio: ["ignore", logDescriptor, logDescriptor],
  });
  closeSync(logDescriptor);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    server.once("exit", end);
    server.once("error", end);
  });
  const pid = server.pid;
  if (pid === undefined)
    throw new Error(`The embedded Postgres could not be run: ${binaries.postgres}`);
  const watchdog = startWatchdog(pid);
  void exited.then(() => watchdog?.kill("SIGKILL"));

  const stop = async () => {
    if (!ended) server.kill("SIGINT");
    const isDown = await Promise.race([
      exited.then(() => true),
      delay(stopTimeoutMs, false, { ref: false }),
    ]);
    if (!isDown) server.kill("SIGQUIT");
    await exited;
  };
  const connectionString = (database: string) =>
    postgresUrl({ port: options.port, password: options.password, database });
  try {
    await waitUntilReady(connectionString("postgres"), () => ended, options.logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, port: options.port, connectionString, exited, stop };
}
