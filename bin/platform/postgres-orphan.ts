import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { isProcessAlive } from "./file-lock.ts";

function commandOf(pid: number): string {
  const procFile = `/proc/${pid}/cmdline`;
  if (existsSync(procFile)) return readFileSync(procFile, "utf8");
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}

/**
 * Stops a server that a killed start has left over this cluster, and takes away a pid file that names a process which
 * is not Postgres (after a reboot the number may belong to anyone). A dead number is left to Postgres, which looks at
 * its shared memory too before it takes over.
 */
export async function stopOrphanedPostgres(directory: string): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  if (!Number.isInteger(pid) || pid <= 1 || !isProcessAlive(pid)) return;
  if (!commandOf(pid).includes(directory)) {
    rmSync(pidFile, { force: true });
    return;
  }
  const signals = ["SIGINT", "SIGQUIT", "SIGKILL"] as const;
  for (const signal of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
      if (!isProcessAlive(pid)) return;
      await delay(50);
    }
  }
  throw new Error(
    `A Postgres from an earlier run (process ${pid}) does not stop. End it, and start again.`,
  );
}
