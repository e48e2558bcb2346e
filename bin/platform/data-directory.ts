import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, statfsSync } from "node:fs";
import { join, resolve } from "node:path";

import { z } from "zod";

import { findFreePort, isPortFree } from "./free-port.ts";
import { type FileLock, tryFileLock } from "./file-lock.ts";
import { StartProblem } from "./start-problem.ts";
import { writePrivately } from "./write-privately.ts";

/** The directory with all that Genga keeps, held by this process. */
export type DataDirectory = {
  path: string;
  /** Signs sessions; made once. */
  secret: string;
  /** Lets go of the directory for the next start. */
  release(): void;
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function explain(path: string, error: unknown): StartProblem {
  const next =
    "Nothing was changed. Choose another place with --data DIR or GENGA_DATA_DIR, and start again.";
  if (codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT") {
    return new StartProblem(
      `The disk that holds the data directory ${path} is full. Nothing was lost. Free some space, and start again.`,
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StartProblem(`The data directory ${path} cannot be written (${reason}). ${next}`);
}

function readOrMakeSecret(directory: string): string {
  const file = join(directory, "secret");
  if (existsSync(file)) {
    const secret = readFileSync(file, "utf8").trim();
    if (secret.length >= 32) return secret;
    throw new StartProblem(
      `The file ${file} is damaged: it should hold Genga's secret. Delete it to get a new one; everyone signs in again.`,
    );
  }
  const secret = randomBytes(32).toString("base64url");
  writePrivately(file, `${secret}\n`);
  return secret;
}

function checkFreeSpace(directory: string, neededMegabytes: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const freeMegabytes = Math.floor((bavail * bsize) / 1_000_000);
  if (freeMegabytes >= neededMegabytes) return;
  throw new StartProblem(
    `The disk that holds the data directory ${directory} is full: ${freeMegabytes} MB are free, ${neededMegabytes} MB are needed to work safely. ` +
      "Nothing was changed. Free some space, or choose another place with --data DIR, and start again.",
  );
}

/**
 * Opens the data directory: makes it (mode 0700), sees that it can be written and has room, takes its lock and reads
 * its secret.
 * @throws StartProblem that says what is wrong and what to do.
 */
export function openDataDirectory(options: {
  path: string;
  neededMegabytes: number;
}): DataDirectory {
  const asked = resolve(options.path);
  let lock: FileLock | { heldBy: number };
  let path: string;
  try {
    mkdirSync(asked, { recursive: true, mode: 0o700 });
    path = realpathSync(asked);
    checkFreeSpace(path, options.neededMegabytes);
    lock = tryFileLock(join(path, "lock"));
  } catch (error) {
    throw error instanceof StartProblem ? error : explain(asked, error);
  }
  if ("heldBy" in lock) {
    throw new StartProblem(
      `Genga is already running on ${path} (process ${lock.heldBy}). Use that one, or start this one on another place with --data DIR.`,
    );
  }
  try {
    return { path, secret: readOrMakeSecret(path), release: lock.release };
  } catch (error) {
    lock.release();
    throw error instanceof StartProblem ? error : explain(path, error);
  }
}

const postgresSettingsSchema = z.object({ port: z.number().int(), password: z.string().min(16) });

/**
 * The embedded Postgres' port and password, kept in the data directory. The port stays the same from start to start
 * while it is free.
 */
export async function readPostgresSettings(
  directory: string,
): Promise<{ port: number; password: string }> {
  const file = join(directory, "postgres.json");
  const hasCluster = existsSync(file);
  const kept = hasCluster
    ? postgresSettingsSchema.safeParse(JSON.parse(readFileSync(file, "utf8")))
    : undefined;
  if (kept?.success === false) {
    throw new StartProblem(
      `The file ${file} is damaged: it should hold the database's port and password. Put it back from a copy.`,
    );
  }
  const password = kept?.data.password ?? randomBytes(24).toString("base64url");
  const keptPort = kept?.data.port;
  const port =
    keptPort !== undefined && (await isPortFree({ port: keptPort, host: "127.0.0.1" }))
      ? keptPort
      : await findFreePort();
  if (port !== keptPort) {
    try {
      writePrivately(file, `${JSON.stringify({ port, password })}\n`);
    } catch (error) {
      throw explain(directory, error);
    }
  }
  return { port, password };
}
