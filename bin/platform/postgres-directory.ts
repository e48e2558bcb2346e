import { createHash } from "node:crypto";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { reachableRoot } from "./postgres-binaries.ts";
import { canReach, findPostgresUser } from "./postgres-user.ts";

/**
 * Lets the Postgres user pass through a directory of ours to its own below, and see nothing else in it. Only root runs
 * Postgres as another user; for an ordinary user the directory stays as it is.
 */
export function prepareForPostgres(directory: string): void {
  const user = findPostgresUser();
  if (user.gid === undefined) return;
  chownSync(directory, 0, user.gid);
  chmodSync(directory, 0o710);
}

/**
 * Where the cluster of a data directory lies: inside it, or, when root keeps the data below a directory that is closed
 * to the Postgres user (such as /root), in a place of its own that is reachable and lasts.
 */
export function chooseClusterDirectory(options: { dataDirectory: string; password: string }): {
  directory: string;
  isElsewhere: boolean;
} {
  const { dataDirectory, password } = options;
  const user = findPostgresUser();
  prepareForPostgres(dataDirectory);
  if (canReach(user, dataDirectory))
    return { directory: join(dataDirectory, "postgres"), isElsewhere: false };
  // With the password, so that a data directory that was deleted and made anew gets a cluster of its own.
  const name = createHash("sha256")
    .update(`${dataDirectory}\0${password}`)
    .digest("hex")
    .slice(0, 16);
  const parent = join(reachableRoot, name);
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  prepareForPostgres(parent);
  return { directory: join(parent, "postgres"), isElsewhere: true };
}
