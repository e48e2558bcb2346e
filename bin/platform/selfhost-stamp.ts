import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { projectPath } from "./project-root.ts";

/** More than what the server itself needs: `rife` for that engine, `tests` for pytest. */
export type SelfhostExtra = "rife" | "tests";
/** Says what a finished environment was made of; written last, so that a half-made one has none. */
export type SelfhostStamp = z.infer<typeof stampSchema>;

const stampSchema = z.object({
  /** `3.11` */
  pythonMinor: z.string(),
  packageRoot: z.string(),
  run: z.string(),
  extras: z.record(z.string(), z.string()),
});
const stampFile = (directory: string) => join(directory, "genga-stamp.json");

export function isSelfhostExtra(name: string): name is SelfhostExtra {
  return name === "rife" || name === "tests";
}

/** The folder of the Python package; the environment finds it there, so that nothing has to be built. */
export const selfhostPackage: string = projectPath("selfhost");

/** The pinned versions, with hashes, that pip installs. */
export function requirementsFile(name: SelfhostExtra | "run"): string {
  return join(selfhostPackage, "requirements", `${name}.txt`);
}

function hashOf(name: SelfhostExtra | "run"): string {
  return createHash("sha256")
    .update(readFileSync(requirementsFile(name)))
    .digest("hex");
}

/** The stamp of an environment made now. */
export function stampNow(version: string, extras: readonly SelfhostExtra[]): SelfhostStamp {
  return {
    pythonMinor: minorOf(version),
    packageRoot: selfhostPackage,
    run: hashOf("run"),
    extras: Object.fromEntries([...extras].sort().map((name) => [name, hashOf(name)])),
  };
}

/** `3.11.7` → `3.11`: an environment outlives the patches of its Python. */
export function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

export function readStamp(directory: string): SelfhostStamp | undefined {
  try {
    return stampSchema.parse(JSON.parse(readFileSync(stampFile(directory), "utf8")));
  } catch {
    return undefined;
  }
}

export function removeStamp(directory: string): void {
  rmSync(stampFile(directory), { force: true });
}

export function writeStamp(directory: string, stamp: SelfhostStamp): void {
  const draft = `${stampFile(directory)}.draft`;
  writeFileSync(draft, `${JSON.stringify(stamp, null, 2)}\n`);
  renameSync(draft, stampFile(directory));
}
