// Runs tests/bench/*.bench.ts, one after the other, each in a process of its own, and prints their figures as a table.
// Arguments choose the benches whose file name contains one of them.
import { fork } from "node:child_process";
import { globSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

import { generateClient } from "../prisma/generate.ts";
import { type BenchFigure, type BenchReport, formatFigures } from "./platform/bench-report.ts";
import { projectPath, projectRoot } from "./platform/project-root.ts";
import { printProblem } from "./platform/start-problem.ts";

const insideFlag = "--inside";

function isFigure(value: unknown): value is BenchFigure {
  return typeof value === "object" && value !== null && "what" in value && "value" in value;
}

/** In the child: runs one file's `bench(report)` and sends each figure up. */
async function runInside(file: string): Promise<void> {
  const loaded: unknown = await import(pathToFileURL(file).href);
  if (typeof loaded !== "object" || loaded === null || !("bench" in loaded)) {
    throw new Error(`${file} exports no bench(report).`);
  }
  const bench = loaded.bench as (report: BenchReport) => Promise<void>;
  await bench((figure) => process.send?.(figure));
}

/** A process for each bench: what one leaves in memory or in a cache must not colour the next. */
function runFile(file: string): Promise<BenchFigure[]> {
  return new Promise((resolve, reject) => {
    const figures: BenchFigure[] = [];
    const child = fork(projectPath("bin", "bench.ts"), [insideFlag, file], { cwd: projectRoot });
    child.on("message", (message) => {
      if (isFigure(message)) figures.push(message);
    });
    child.once("exit", (code) => {
      if (code === 0) resolve(figures);
      else reject(new Error(`${basename(file)} failed (see above).`));
    });
  });
}

async function main(filters: string[]): Promise<boolean> {
  const files = globSync("tests/bench/*.bench.ts", { cwd: projectRoot })
    .sort()
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  await generateClient();
  const all: BenchFigure[] = [];
  let ok = files.length > 0;
  if (!ok) console.log("There is no such bench in tests/bench.");
  for (const file of files) {
    console.log(`${basename(file)} …`);
    try {
      all.push(...(await runFile(projectPath(file))));
    } catch (error) {
      printProblem(error);
      ok = false;
    }
  }
  if (all.length > 0) console.log(`\n${formatFigures(all)}`);
  return ok;
}

const [first, file, ...rest] = process.argv.slice(2);
if (first === insideFlag && file !== undefined) {
  await runInside(file);
  process.exit();
}
const filters = [first, file, ...rest].filter((argument) => argument !== undefined);
process.exitCode = (await main(filters)) ? 0 : 1;
