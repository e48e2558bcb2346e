// An in-betweener of one's own: makes its Python environment once, and runs its server in the foreground until Ctrl-C.
import { spawn } from "node:child_process";

import { projectPath } from "./platform/project-root.ts";
import type { SelfhostExtra } from "./platform/selfhost-stamp.ts";
import { ensureSelfhostVenv } from "./platform/selfhost-venv.ts";
import { printProblem, StartProblem } from "./platform/start-problem.ts";

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The wheel of an engine is installed once that engine is asked for. */
function extrasFor(args: readonly string[]): SelfhostExtra[] {
  const usesRife = args.some((arg) => arg === "rife" || arg === "--engine=rife");
  return usesRife ? ["rife"] : [];
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  // Whoever ran this is gone: the server's standard input closes with this process, and it ends.
  process.on("disconnect", () => process.exit(1));
  let isTold = false;
  const made = await ensureSelfhostVenv({
    directory: projectPath("selfhost", ".venv"),
    extras: extrasFor(args),
    signal: stop.signal,
    onLine: (line) => {
      if (!isTold) tell("Setting up the in-betweener's Python (about a minute, 630 MB, once) …");
      isTold = true;
      tell(`  ${line}`);
    },
  }).catch((error: unknown) => {
    if (stop.signal.aborted) return null;
    throw error;
  });
  if (made === null) return 130;
  if ("problem" in made) throw new StartProblem(made.problem.message);
  const child = spawn(made.python, ["-m", "genga_selfhost", "--end-with-stdin", ...args], {
    cwd: process.cwd(),
    stdio: ["pipe", "inherit", "inherit"],
  });
  stop.signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  printProblem(error);
  process.exitCode = 1;
}
process.exit();
