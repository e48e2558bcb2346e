import { spawnSync } from "node:child_process";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Who holds a lock. The start mark tells a process from a later one with the same number. */
type Holder = { pid: number; startMark: string };

/** A lock that is held until it is released or the process ends. */
export type FileLock = { release(): void };

/** True when a process with that number exists and isn't a zombie. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return process.platform !== "linux";
  return !readStat(pid).startsWith("Z");
}

/** What /proc says after the command's name: state first, and the start time as the 20th field. */
function readStat(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2);
  } catch {
    return "Z";
  }
}

function startMarkOf(pid: number): string {
  if (process.platform === "linux") {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readStat(pid).split(" ")[19] ?? ""}`;
  }
  if (process.platform === "win32") return "";
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value) || !("startMark" in value))
      return undefined;
    const { pid, startMark } = value;
    return typeof pid === "number" && typeof startMark === "string"
      ? { pid, startMark }
      : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(holder: Holder | undefined): holder is Holder {
  if (holder === undefined || !isProcessAlive(holder.pid)) return false;
  return startMarkOf(holder.pid) === holder.startMark;
}

/**
 * Takes the lock, or gives the number of the process that holds it. A lock whose holder is dead is taken over.
 * @throws Error when the file can't be written.
 */
export function tryFileLock(path: string): FileLock | { heldBy: number } {
  const mine: Holder = { pid: process.pid, startMark: startMarkOf(process.pid) };
  for (let attempt = 0; attempt < 10; attempt += 1) {
    // Written elsewhere and then linked: nobody ever reads a lock without its holder.
    const draft = `${path}.${process.pid}.draft`;
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
    try {
      linkSync(draft, path);
      return { release: () => releaseOwn(path, mine) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = readHolder(path);
    if (isHeld(holder)) return { heldBy: holder.pid };
    // Moved aside before it is removed: of two who find the same dead lock, only one moves it.
    const aside = `${path}.${process.pid}`;
    try {
      renameSync(path, aside);
      const moved = readHolder(aside);
      if (isHeld(moved)) {
        renameSync(aside, path);
        return { heldBy: moved.pid };
      }
      rmSync(aside, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  return { heldBy: readHolder(path)?.pid ?? 0 };
}

function releaseOwn(path: string, mine: Holder): void {
  const holder = readHolder(path);
  if (holder?.pid === mine.pid && holder.startMark === mine.startMark)
    rmSync(path, { force: true });
}

/** Runs the work while holding the lock, waiting for whoever has it. */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    const lock = tryFileLock(path);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    await delay(150);
  }
}
