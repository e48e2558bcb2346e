import { spawnSync } from "node:child_process";

/** The ids under which Postgres runs; empty for an ordinary user, who runs it as themself. */
export type PostgresUser = { uid?: number; gid?: number };

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  const result = spawnSync("id", [flag, name], { encoding: "utf8" });
  const id = Number.parseInt(result.stdout, 10);
  return result.status === 0 && Number.isInteger(id) ? id : undefined;
}

function lookUp(name: string): PostgresUser | undefined {
  const uid = idOf("-u", name);
  const gid = idOf("-g", name);
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
}

/**
 * Postgres refuses to run as root, so root runs it as the system user `postgres`, made when missing; where no user
 * can be made, as `nobody`.
 * @throws Error when root has no other user to run it as.
 */
export function findPostgresUser(): PostgresUser {
  if (process.platform === "win32" || process.getuid?.() !== 0) return {};
  const present = lookUp("postgres");
  if (present !== undefined) return present;
  // useradd on most Linux systems, adduser on Alpine; failures show in the look-up after.
  spawnSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ]);
  if (lookUp("postgres") === undefined) spawnSync("adduser", ["-S", "-D", "-H", "postgres"]);
  const user = lookUp("postgres") ?? lookUp("nobody");
  if (user === undefined) {
    throw new Error(
      "Postgres cannot run as root, and no other user could be made for it. Run Genga as an ordinary user, or set DATABASE_URL.",
    );
  }
  return user;
}

/** True when that user may enter the directory (every directory above it counts). */
export function canReach(user: PostgresUser, directory: string): boolean {
  if (user.uid === undefined || user.gid === undefined) return true;
  const result = spawnSync("/bin/sh", ["-c", 'cd "$0"', directory], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
  });
  return result.status === 0;
}
