import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { findPython, type SelfhostProblem } from "./find-python.ts";
import { pipProblem } from "./pip-problem.ts";
import { projectPath } from "./project-root.ts";
import { runPython } from "./run-python.ts";

/** Versions of Gradio that people's servers still run, beside the one of `selfhost/`. */
export const oldGradioMajors = [4, 5] as const;
export type OldGradioMajor = (typeof oldGradioMajors)[number];

/** The Python of a version's environment, made by `ensureOldGradioVenv`. */
export function oldGradioPython(major: OldGradioMajor): string {
  const directory = directoryOf(major);
  return process.platform === "win32"
    ? join(directory, "Scripts", "python.exe")
    : join(directory, "bin", "python");
}

/**
 * Installs a published older Gradio for the tests that ask a real server of it: about 450 MB, once. One caller at a
 * time; a half-made environment has no stamp and is made anew.
 * @returns null when it is there, or why it can't be had
 */
export async function ensureOldGradioVenv(options: {
  major: OldGradioMajor;
  onLine: (line: string) => void;
  signal: AbortSignal;
}): Promise<SelfhostProblem | null> {
  const { major } = options;
  const directory = directoryOf(major);
  const requirements = projectPath("tests", "gradio-versions", `gradio-${major}.txt`);
  const stamp = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const stampPath = join(directory, "genga-stamp");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) return null;
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const found = await findPython();
  if ("problem" in found) return found.problem;
  const temporary = join(directory, "tmp");
  const run = (python: string, args: [module: string, ...string[]]) =>
    runPython({ ...options, python, args, temporary });
  const venv = await run(found.python, ["venv", "--clear", directory]);
  if (venv.code !== 0) return pipProblem(venv.lines);
  mkdirSync(temporary, { recursive: true });
  const pip = await run(oldGradioPython(major), [
    ...(["pip", "install", "--only-binary=:all:", "--require-hashes", "--no-input"] as const),
    ...["--progress-bar=off", "--disable-pip-version-check", "-r", requirements],
  ]);
  if (pip.code !== 0) return pipProblem(pip.lines);
  await rm(temporary, { recursive: true, force: true });
  writeFileSync(stampPath, stamp);
  return null;
}

function directoryOf(major: OldGradioMajor): string {
  return projectPath("selfhost", `.venv-gradio-${major}`);
}
