// The checks before a commit: format, lint with the arrows of the design, types, migrations against schema.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

import { generateClient } from "../prisma/generate.ts";
import { projectPath, projectRoot } from "./platform/project-root.ts";
import { printProblem } from "./platform/start-problem.ts";

type Check = { name: string; script: string; args: string[]; fix: string };
type Outcome = { check: Check; passed: boolean; output: string; durationMs: number };

const manifestOf = (name: string) =>
  createRequire(join(projectRoot, "package.json")).resolve(`${name}/package.json`);
const inPackage = (name: string, file: string) => join(manifestOf(name), "..", file);

const checks: Check[] = [
  {
    name: "lint",
    script: inPackage("eslint", "bin/eslint.js"),
    args: [".", "--max-warnings", "0"],
    fix: "npm run lint -- --fix mends a part of it",
  },
  {
    name: "types",
    script: inPackage("typescript", "bin/tsc"),
    args: ["--noEmit"],
    fix: "npm run typecheck",
  },
  {
    name: "format",
    script: inPackage("prettier", "bin/prettier.cjs"),
    args: ["--check", ".", "--log-level", "warn"],
    fix: "npm run format mends it",
  },
  {
    name: "migrations",
    script: projectPath("prisma", "migrate.ts"),
    args: ["check"],
    fix: "node prisma/migrate.ts create NAME",
  },
];

function run(check: Check): Promise<Outcome> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [check.script, ...check.args], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.once("close", (code) => {
      const text = Buffer.concat(output).toString("utf8").trim();
      resolve({ check, passed: code === 0, output: text, durationMs: performance.now() - startMs });
    });
  });
}

async function runInTurn(some: Check[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of some) outcomes.push(await run(check));
  return outcomes;
}

async function main(): Promise<boolean> {
  await generateClient();
  // Lint takes as long as the rest together: two lanes fill two cores.
  const lanes = await Promise.all([runInTurn(checks.slice(0, 1)), runInTurn(checks.slice(1))]);
  const outcomes = lanes.flat();
  for (const { check, passed, output, durationMs } of outcomes) {
    const seconds = (durationMs / 1000).toFixed(1);
    console.log(`${passed ? "ok    " : "FAILED"} ${check.name} (${seconds} s)`);
    if (!passed) console.log(`${output}\n→ ${check.fix}\n`);
  }
  return outcomes.every((outcome) => outcome.passed);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
