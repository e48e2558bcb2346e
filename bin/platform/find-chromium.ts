import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const fixedPlaces = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Really asks it for its version: a wrapper that only says "install the snap" does not count. */
function runs(file: string): boolean {
  if (!isExecutable(file)) return false;
  return spawnSync(file, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}

function playwrightsOwn(): string[] {
  try {
    return [chromium.executablePath()];
  } catch {
    return [];
  }
}

/**
 * A Chromium on this machine: the one that GENGA_CHROMIUM names, one in PATH or a usual place, or Playwright's own.
 * @throws Error when GENGA_CHROMIUM names none.
 */
export function findChromium(): string | undefined {
  const asked = process.env["GENGA_CHROMIUM"];
  if (asked !== undefined && asked !== "") {
    if (!existsSync(asked)) throw new Error(`GENGA_CHROMIUM names ${asked}, which is not there.`);
    return asked;
  }
  const inPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)));
  return [...inPath, ...fixedPlaces, ...playwrightsOwn()].find(runs);
}
