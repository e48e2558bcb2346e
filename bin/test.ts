// Runs every test, or those that the arguments name (they go to Vitest as they are), and ends with `N passed, N failed`.
import { globSync } from "node:fs";

import { parseCLI, startVitest, type TestModule } from "vitest/node";

import { ensureChromium } from "./platform/ensure-chromium.ts";
import { ensureNextBuild } from "./platform/next-build.ts";
import { projectRoot } from "./platform/project-root.ts";
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

function willRunInBrowser(filters: string[], projects: string[]): boolean {
  if (projects.length > 0 && !projects.includes("e2e")) return false;
  const files = globSync(
    ["tests/e2e/**/*.test.ts", "tests/browser/**/*.test.ts", "tests/integration/start.test.ts"],
    { cwd: projectRoot },
  );
  return files.some(
    (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
  );
}

async function main(): Promise<boolean> {
  const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
  const projects = [options.project ?? []].flat();
  await generateClient();
  if (willRunInBrowser(filter, projects)) {
    process.env["GENGA_CHROMIUM"] = await ensureChromium(tell);
    await ensureNextBuild({ onBuild: () => tell("Building the pages …") });
  }
  const vitest = await startVitest("test", filter, {
    ...options,
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
