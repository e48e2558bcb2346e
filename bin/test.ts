// Runs every test, or those that the arguments name (they go to Vitest as they are), and ends with `N passed, N failed`.
import { globSync, readFileSync } from "node:fs";

import { parseCLI, startVitest, type TestModule } from "vitest/node";

import { ensureChromium } from "./platform/ensure-chromium.ts";
import { ensureNextBuild } from "./platform/next-build.ts";
import { ensureOldGradioVenv, oldGradioMajors } from "./platform/old-gradio-venv.ts";
import { projectPath, projectRoot } from "./platform/project-root.ts";
import { ensureSelfhostVenv } from "./platform/selfhost-venv.ts";
import { printProblem } from "./platform/start-problem.ts";
import { generateClient } from "../prisma/generate.ts";

type Counts = { passed: number; failed: number };

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A file that cannot even be read counts as one failed test: it must not vanish from the sum. */
function count(modules: TestModule[], unhandledErrors: number): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors };
  for (const module of modules) {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") counts.passed += 1;
      if (state === "failed") failedTests += 1;
    }
    if (failedTests === 0 && !module.ok()) failedTests = 1;
    counts.failed += failedTests;
  }
  return counts;
}

function isAsked(file: string, filters: string[]): boolean {
  return filters.length === 0 || filters.some((filter) => file.includes(filter));
}

function willRunInBrowser(filters: string[], projects: string[]): boolean {
  if (projects.length > 0 && !projects.includes("e2e")) return false;
  const files = globSync(
    ["tests/e2e/**/*.test.ts", "tests/browser/**/*.test.ts", "tests/integration/start.test.ts"],
    { cwd: projectRoot },
  );
  return files.some((file) => isAsked(file, filters));
}

/** The tests that run a Python server are those that import what starts it. */
function testsThatStart(server: string, filters: string[]): string[] {
  return globSync("tests/**/*.test.ts", { cwd: projectRoot })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => isAsked(file, filters))
    .filter((file) => readFileSync(projectPath(file), "utf8").includes(`/${server}.ts"`));
}

/**
 * Makes Python ready for the tests that need it, and gives those that have to be left out because it can't be had. A
 * build server is meant to have it: there they run, and fail with what is missing.
 */
async function preparePython(filters: string[], projects: string[]): Promise<string[]> {
  if (projects.length > 0 && !projects.some((name) => name !== "unit")) return [];
  return [
    ...(await prepareSelfhost(testsThatStart("selfhost-server", filters))),
    ...(await prepareOldGradio(testsThatStart("gradio-server", filters))),
  ];
}

async function prepareSelfhost(files: string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const made = await ensureSelfhostVenv({
    directory: projectPath("selfhost", ".venv"),
    extras: ["tests"],
    signal: new AbortController().signal,
    onLine: tellOnce("Installing the in-betweener's Python packages (once) …"),
  });
  return "python" in made ? [] : leaveOut(files, made.problem.message);
}

async function prepareOldGradio(files: string[]): Promise<string[]> {
  if (files.length === 0) return [];
  const onLine = tellOnce("Installing older versions of Gradio (once) …");
  const { signal } = new AbortController();
  for (const major of oldGradioMajors) {
    const problem = await ensureOldGradioVenv({ major, onLine, signal });
    if (problem) return leaveOut(files, problem.message);
  }
  return [];
}

function leaveOut(files: string[], reason: string): string[] {
  if (process.env["CI"] === "true") return [];
  tell(`The tests with Python (${files.join(", ")}) are left out: ${reason}`);
  return files;
}

function tellOnce(sentence: string): () => void {
  let isTold = false;
  return () => {
    if (!isTold) tell(sentence);
    isTold = true;
  };
}

async function main(): Promise<boolean> {
  const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
  const projects = [options.project ?? []].flat();
  await generateClient();
  if (willRunInBrowser(filter, projects)) {
    process.env["GENGA_CHROMIUM"] = await ensureChromium(tell);
    await ensureNextBuild({ onBuild: () => tell("Building the pages …") });
  }
  const leftOut = await preparePython(filter, projects);
  const vitest = await startVitest("test", filter, {
    ...options,
    // What `--exclude` becomes: `exclude` itself doesn't reach the projects.
    cliExclude: [options.exclude ?? [], leftOut].flat(),
    root: projectRoot,
    watch: false,
    run: true,
  });
  const counts = count(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
  await vitest.close();
  tell(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 && counts.passed > 0;
}

process.chdir(projectRoot);
// Whoever runs the tests is gone: end; the database and the browsers notice over their pipes.
process.on("disconnect", () => process.exit(1));
try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
process.exit();
