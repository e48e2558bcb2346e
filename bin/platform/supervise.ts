import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import { openRotatingLog } from "./rotating-log.ts";
import { projectPath, projectRoot } from "./project-root.ts";

const firstPauseMs = 100;
const longestPauseMs = 10_000;
/** A process that lived this long has proved that it can: the next pause is the first again. */
const settledMs = 20_000;

/** A program other than this Node. */
export type Program = { file: string; args: string[] };

/** What to run and what to tell of it. */
export type SupervisedOptions = {
  /** `web`, `worker-1`, …: names its log too. */
  name: string;
  /**
   * A file in bin/, which gets an IPC channel; or a program, asked for before each run, whose input ends when this
   * process ends, however that ends.
   */
  run: { script: string } | { program: () => Promise<Program> };
  /** Asked before each run. */
  env: () => NodeJS.ProcessEnv;
  logFile: string;
  /** Also show its output here. */
  echo: boolean;
  onStart?: (pid: number) => void;
  onMessage?: (message: unknown) => void;
  /** A line of its output or its errors. */
  onLine?: (line: string) => void;
  /** The pauses between runs grow to this. */
  longestPauseMs?: number;
  /** It ended unasked and will be run again after the pause. */
  beforeRestart?: (how: string, pauseMs: number) => Promise<void>;
};

/** A process that is kept running until it is stopped. */
export type Supervised = {
  /** Asks it to end, ends it by force after the time, and waits until it is gone. */
  stop(timeoutMs: number): Promise<void>;
  /** Ends the present run by force; another follows. */
  endRun(): void;
  kill(): void;
};

/** Runs a script of bin/ or a program as a child process and runs it again whenever it ends unasked, ever more slowly if it can't stay up. */
export function supervise(options: SupervisedOptions): Supervised {
  const stopping = new AbortController();
  const logFile = openRotatingLog(options.logFile);
  let child: ChildProcess | undefined;

  const runOnce = async (): Promise<string> => {
    const { run } = options;
    const isScript = "script" in run;
    const { file, args } = isScript
      ? { file: process.execPath, args: [projectPath("bin", run.script)] }
      : await run.program();
    if (stopping.signal.aborted) return "stopped";
    return await new Promise((resolve) => {
      const started = spawn(file, args, {
        cwd: projectRoot,
        env: { ...options.env(), GENGA_PROCESS: options.name },
        // Its own process group: a Ctrl-C in the terminal comes to us alone, and we stop things in order.
        detached: process.platform !== "win32",
        stdio: isScript ? ["ignore", "pipe", "pipe", "ipc"] : ["pipe", "pipe", "pipe"],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) {
        stream?.on("data", (chunk: Buffer) => {
          logFile.write(chunk);
          if (options.echo) process.stderr.write(chunk);
        });
        if (stream && options.onLine) createInterface({ input: stream }).on("line", options.onLine);
      }
      started.stdin?.on("error", () => undefined);
      started.on("message", (message) => options.onMessage?.(message));
      started.on("error", (error) => resolve(error.message));
      started.on("exit", (code, signal) =>
        resolve(signal === null ? `exit code ${code ?? "none"}` : signal),
      );
      if (started.pid !== undefined) options.onStart?.(started.pid);
    });
  };

  const keepRunning = async () => {
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      const startMs = performance.now();
      const how = await runOnce().catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      child = undefined;
      if (stopping.signal.aborted) break;
      if (performance.now() - startMs > settledMs) pauseMs = firstPauseMs;
      await options.beforeRestart?.(how, pauseMs);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, options.longestPauseMs ?? longestPauseMs);
    }
    logFile.close();
  };
  const finished = keepRunning();

  return {
    async stop(timeoutMs) {
      stopping.abort();
      child?.kill("SIGTERM");
      // SIGKILL also ends a process that was frozen (SIGSTOP) and never saw the first signal.
      const timer = setTimeout(() => child?.kill("SIGKILL"), timeoutMs);
      await finished;
      clearTimeout(timer);
    },
    endRun() {
      child?.kill("SIGKILL");
    },
    kill() {
      stopping.abort();
      child?.kill("SIGKILL");
    },
  };
}
