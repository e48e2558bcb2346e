import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { withFileLock } from "./file-lock.ts";
import { projectPath, projectRoot } from "./project-root.ts";
import { StartProblem } from "./start-problem.ts";

const inputs = [
  "app",
  "components",
  "lib",
  "public",
  "next.config.js",
  "postcss.config.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "prisma/schema.prisma",
];
const buildsDirectory = join(".next", "builds");
const keepBuildsHours = 12;

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  const absolute = projectPath(path);
  if (!existsSync(absolute)) return;
  if (statSync(absolute).isDirectory()) {
    for (const name of readdirSync(absolute).sort()) hashInto(hash, `${path}/${name}`);
    return;
  }
  if (/\.test\.tsx?$/.test(path) || path.startsWith("lib/db/generated/")) return;
  hash.update(`${path}\0`);
  hash.update(readFileSync(absolute));
}

/** The folder, below the project, that a build of the present sources has: its name is the hash of all that goes in. */
function buildFolder(): string {
  const hash = createHash("sha256");
  for (const input of inputs) hashInto(hash, input);
  return join(buildsDirectory, hash.digest("hex").slice(0, 16));
}

function isComplete(folder: string): boolean {
  return existsSync(projectPath(folder, "genga-complete"));
}

/** Old builds go, once no server can be expected to serve from them any more. */
function prune(kept: string): void {
  const limitMs = Date.now() - keepBuildsHours * 3_600_000;
  for (const name of readdirSync(projectPath(buildsDirectory))) {
    const folder = join(buildsDirectory, name);
    if (folder === kept || statSync(projectPath(folder)).mtimeMs > limitMs) continue;
    rmSync(projectPath(folder), { recursive: true, force: true });
  }
}

/** Next writes what it wants into the tsconfig that it is given: this copy, and never the house's own. Gives its path. */
export function writeNextTsconfig(): string {
  const tsconfig = join(".next", "tsconfig.json");
  const content = { extends: "../tsconfig.json", compilerOptions: { esModuleInterop: true } };
  mkdirSync(projectPath(".next"), { recursive: true });
  writeFileSync(projectPath(tsconfig), JSON.stringify(content));
  return tsconfig;
}

async function build(folder: string, signal: AbortSignal | undefined): Promise<void> {
  rmSync(projectPath(folder), { recursive: true, force: true });
  mkdirSync(projectPath(folder), { recursive: true });
  const tsconfig = writeNextTsconfig();
  const next = createRequire(join(projectRoot, "package.json")).resolve("next/dist/bin/next");
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    GENGA_NEXT_DIST: folder,
    GENGA_NEXT_TSCONFIG: tsconfig,
  };
  const child = spawn(process.execPath, [next, "build"], {
    cwd: projectRoot,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal === undefined ? {} : { signal }),
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    rmSync(projectPath(folder), { recursive: true, force: true });
    throw new StartProblem(
      `The web pages could not be built.\n${Buffer.concat(output).toString("utf8").trim()}`,
    );
  }
  rmSync(projectPath(folder, "cache"), { recursive: true, force: true });
  writeFileSync(projectPath(folder, "genga-complete"), "");
}

/**
 * Gives the folder of a production build of the present sources (relative to the project), building it when there is
 * none. Processes that ask at the same time wait for one build.
 * @throws Error with Next's words when the build fails.
 */
export async function ensureNextBuild(
  options: { onBuild?: () => void; signal?: AbortSignal } = {},
): Promise<string> {
  mkdirSync(projectPath(buildsDirectory), { recursive: true });
  const wanted = buildFolder();
  if (!isComplete(wanted)) {
    await withFileLock(projectPath(".next", "genga-build.lock"), async () => {
      if (isComplete(wanted)) return;
      options.onBuild?.();
      await build(wanted, options.signal);
      prune(wanted);
    });
  }
  const now = new Date();
  utimesSync(projectPath(wanted, "genga-complete"), now, now);
  return wanted;
}
