import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { requirementsFile } from "./selfhost-stamp.ts";

/** How far an installation is: `fraction` from 0 to 1, never falling. */
export type InstallStep = { fraction: number; detail: string };

// How the time goes on a machine of two cores: a fifth to make the environment and to try it, the rest for the packages.
const venvUntil = 0.1;
const fetchedUntil = 0.5;
const unpackedUntil = 0.9;

function dependencyCount(): number {
  return (readFileSync(requirementsFile("run"), "utf8").match(/^[\w.-]+==/gm) ?? []).length;
}

/** Packages that pip has finished unpacking. pip itself says nothing while it does. */
function unpackedCount(venv: string): number {
  try {
    const library = join(venv, process.platform === "win32" ? "Lib" : "lib");
    const [python = ""] = process.platform === "win32" ? [""] : readdirSync(library);
    const names = readdirSync(join(library, python, "site-packages"));
    return names.filter((name) => name.endsWith(".dist-info")).length;
  } catch {
    return 0;
  }
}

/**
 * Follows an installation of the in-betweener's Python by the lines that it says.
 * @returns `read` for each line, `look` from time to time
 */
export function followInstall(venv: string): {
  read(line: string): InstallStep;
  look(): InstallStep;
} {
  let total = Math.max(1, dependencyCount());
  let fetched = 0;
  let isUnpacking = false;
  let step: InstallStep = { fraction: 0, detail: "Looking for Python" };
  const go = (fraction: number, detail: string) => {
    step = { fraction: Math.max(step.fraction, Math.min(fraction, 0.99)), detail };
    return step;
  };
  return {
    read(line) {
      const python = /^Using Python (\S+)/.exec(line)?.[1];
      if (python !== undefined) return go(0.02, `Making a place for it (Python ${python})`);
      if (line.startsWith("Ignoring ")) total = Math.max(1, total - 1);
      const name = /^Collecting ([\w.-]+)/.exec(line)?.[1];
      if (name !== undefined) {
        fetched = Math.min(fetched + 1, total);
        const share = (fetchedUntil - venvUntil) * (fetched / total);
        return go(venvUntil + share, `Fetching ${name} (${fetched} of ${total})`);
      }
      if (line.startsWith("Installing collected packages")) {
        isUnpacking = true;
        return go(fetchedUntil, "Unpacking");
      }
      if (line.startsWith("Trying it")) {
        isUnpacking = false;
        return go(unpackedUntil, "Trying it");
      }
      if (line.startsWith("Another process")) return go(step.fraction, line);
      return step;
    },
    look() {
      if (!isUnpacking) return step;
      // pip itself is one of those that are there.
      const unpacked = Math.max(0, Math.min(unpackedCount(venv) - 1, total));
      const share = (unpackedUntil - fetchedUntil) * (unpacked / total);
      return go(fetchedUntil + share, `Unpacking (${unpacked} of ${total})`);
    },
  };
}
