import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { tryFileLock } from "./file-lock.ts";
import { askPython, findPython, type SelfhostProblem } from "./find-python.ts";
import { pipProblem } from "./pip-problem.ts";
import { runPython } from "./run-python.ts";
import { spaceProblem } from "./selfhost-obstacle.ts";
import {
  isSelfhostExtra,
  minorOf,
  readStamp,
  removeStamp,
  requirementsFile,
  type SelfhostExtra,
  selfhostPackage,
  stampNow,
  writeStamp,
} from "./selfhost-stamp.ts";

export { findPython, type SelfhostProblem } from "./find-python.ts";

export type VenvOptions = {
  /** Where the environment is or will be: a folder that holds nothing else. Its lock lies beside it. */
  directory: string;
  extras?: readonly SelfhostExtra[];
  /** Free space without which nothing is begun. */
  neededMegabytes?: number;
  /** Each line that pip says, and what is done in between; for a log or a screen. */
  onLine: (line: string) => void;
  signal: AbortSignal;
};

const lockPollMs = 250;
// Wheels only: nothing is built, and no package's own code runs while it is installed.
const pipOptions = [
  "--only-binary=:all:",
  "--require-hashes",
  "--no-input",
  "--progress-bar=off",
  "--disable-pip-version-check",
];

function pythonIn(directory: string): string {
  return process.platform === "win32"
    ? join(directory, "Scripts", "python.exe")
    : join(directory, "bin", "python");
}

/**
 * Gives a Python that can run `-m genga_selfhost` from any folder, making or mending its environment first where that
 * is needed: about half a minute and 630 MB, once. Nothing is installed outside `directory`; deleting it undoes all.
 * It may be killed at any moment and called by several at once.
 * @throws the signal's reason when aborted
 */
export async function ensureSelfhostVenv(
  options: VenvOptions,
): Promise<{ python: string } | { problem: SelfhostProblem }> {
  const { directory, onLine, signal } = options;
  if (await isReady(options)) return { python: pythonIn(directory) };
  try {
    mkdirSync(dirname(directory), { recursive: true });
    const release = await waitForLock(`${directory}.lock`, { onLine, signal });
    try {
      const problem = (await isReady(options)) ? undefined : await make(options);
      return problem === undefined ? { python: pythonIn(directory) } : { problem };
    } finally {
      release();
    }
  } catch (error) {
    signal.throwIfAborted();
    return { problem: pipProblem([error instanceof Error ? error.message : String(error)]) };
  }
}

async function isReady({ directory, extras = [] }: VenvOptions): Promise<boolean> {
  const stamp = readStamp(directory);
  if (stamp === undefined || !existsSync(pythonIn(directory))) return false;
  const wanted = stampNow(stamp.pythonMinor, extras);
  if (stamp.packageRoot !== wanted.packageRoot || stamp.run !== wanted.run) return false;
  if (extras.some((extra) => stamp.extras[extra] !== wanted.extras[extra])) return false;
  // The Python that it was made from may have been taken away or replaced.
  const answer = await askPython({ command: pythonIn(directory), args: [] });
  return answer !== undefined && minorOf(answer.version) === stamp.pythonMinor;
}

async function waitForLock(
  path: string,
  { onLine, signal }: { onLine: (line: string) => void; signal: AbortSignal },
): Promise<() => void> {
  let isTold = false;
  for (;;) {
    signal.throwIfAborted();
    const lock = tryFileLock(path);
    if ("release" in lock) return () => lock.release();
    if (!isTold) onLine("Another process is setting it up; waiting for it.");
    isTold = true;
    await delay(lockPollMs, undefined, { signal });
  }
}

async function make(options: VenvOptions): Promise<SelfhostProblem | undefined> {
  const { directory, onLine } = options;
  const found = await findPython();
  if ("problem" in found) return found.problem;
  const extras = [...new Set([...(options.extras ?? []), ...knownExtras(directory)])];
  removeStamp(directory);
  // Whatever lies there without a stamp is half-made, or was made for other versions. Where the making was cut short
  // just now, the last of its processes may still be writing.
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const obstacle = spaceProblem(options);
  if (obstacle) return obstacle;
  onLine(`Using Python ${found.version} (${found.python})`);
  const run = (python: string, args: [module: string, ...string[]]) =>
    runPython({ ...options, python, args, temporary: join(directory, "tmp") });
  const venv = await run(found.python, ["venv", "--clear", directory]);
  if (venv.code !== 0) return pipProblem(venv.lines);

  mkdirSync(join(directory, "tmp"), { recursive: true });
  writeFileSync(join(packagesIn(directory, found.version), "genga-selfhost.pth"), selfhostPackage);
  const lists = ["run" as const, ...extras].flatMap((name) => ["-r", requirementsFile(name)]);
  const python = pythonIn(directory);
  const pip = await run(python, ["pip", "install", ...pipOptions, ...lists]);
  if (pip.code !== 0) return pipProblem(pip.lines);
  // Really loads it all: what can't be loaded on this machine is said now, and the first start is quick.
  onLine("Trying it");
  const trial = await run(python, ["genga_selfhost.trial"]);
  if (trial.code !== 0) return pipProblem(trial.lines);
  await rm(join(directory, "tmp"), { recursive: true, force: true });
  writeStamp(directory, stampNow(found.version, extras));
  return undefined;
}

/** What the environment had before it is made anew, so that two users of it don't take turns in making it. */
function knownExtras(directory: string): SelfhostExtra[] {
  return Object.keys(readStamp(directory)?.extras ?? {}).filter(isSelfhostExtra);
}

function packagesIn(directory: string, version: string): string {
  return process.platform === "win32"
    ? join(directory, "Lib", "site-packages")
    : join(directory, "lib", `python${minorOf(version)}`, "site-packages");
}
