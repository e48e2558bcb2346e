import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";

import { findPython, type SelfhostProblem } from "./find-python.ts";

/** 630 MB installed and 220 MB of downloads while they are unpacked, measured on Linux, and some room for other systems. */
export const SELFHOST_NEEDED_MB = 1_000;

type Place = {
  /** Where the environment would be; neither it nor its parents need to be there. */
  directory: string;
  /** Free space without which nothing is begun. */
  neededMegabytes?: number | undefined;
};

/** What stands in the way of an installation on this machine, as far as can be told without beginning it. */
export async function findObstacle(place: Place): Promise<SelfhostProblem | undefined> {
  const found = await findPython();
  return "problem" in found ? found.problem : spaceProblem(place);
}

export function spaceProblem({ directory, neededMegabytes }: Place): SelfhostProblem | undefined {
  const needed = neededMegabytes ?? SELFHOST_NEEDED_MB;
  const free = freeMegabytes(directory);
  if (free >= needed) return undefined;
  return {
    kind: "no-space",
    message: `The in-betweener's Python needs ${needed} MB for ${directory}, and ${free} MB are free there. Free some space and try again.`,
  };
}

function freeMegabytes(directory: string): number {
  let there = dirname(directory);
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  return Math.floor((bavail * bsize) / 1_000_000);
}
