import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";

import { pythonEnvironment } from "./python-environment.ts";

export type PythonRun = { code: number | null; lines: string[] };

/**
 * The module ends with whoever started it, however that ended, and so does what it has started itself: nobody then
 * writes on into a folder that another process makes anew.
 */
const watched = [
  "import os, runpy, sys, threading",
  "def watch():",
  "    while os.read(0, 4096): pass",
  "    if hasattr(os, 'killpg') and os.getpgrp() == os.getpid(): os.killpg(0, 9)",
  "    os._exit(1)",
  "threading.Thread(target=watch, daemon=True).start()",
  "sys.argv = sys.argv[1:]",
  "runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)",
].join("\n");
/** What would make pip install elsewhere than in the environment. */
const misleading = /^PIP_(USER|TARGET|PREFIX|ROOT|REQUIREMENT|CONSTRAINT|DRY_RUN|REPORT)$/i;
const keptLines = 400;
const hasGroups = process.platform !== "win32";

/** The program and what it has started. */
function killAll(child: ChildProcess): void {
  try {
    if (hasGroups && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It is gone already.
  }
}

function cleanEnvironment(temporary: string): NodeJS.ProcessEnv {
  const env = pythonEnvironment("install");
  for (const name of Object.keys(env)) if (misleading.test(name)) delete env[name];
  const places = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  return existsSync(temporary) ? { ...env, ...places } : env;
}

/**
 * Runs `python -m module args`, without a shell and away from the user's own packages, and gives its last lines.
 * @throws the signal's reason when it is aborted; the program is gone then
 */
export function runPython(options: {
  python: string;
  args: [module: string, ...string[]];
  /** Where it unpacks; used once it is there. */
  temporary: string;
  onLine: (line: string) => void;
  signal: AbortSignal;
}): Promise<PythonRun> {
  const { python, args, temporary, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(python, ["-I", "-X", "utf8", "-u", "-c", watched, ...args], {
      cwd: tmpdir(),
      env: cleanEnvironment(temporary),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      // A Ctrl-C in the terminal comes to us alone; it is no failure of this program's.
      detached: hasGroups,
    });
    const lines: string[] = [];
    const keep = (line: string) => {
      const text = line.trimEnd();
      if (text === "") return;
      lines.push(text.slice(0, 1_000));
      if (lines.length > keptLines) lines.shift();
      onLine(text.slice(0, 1_000));
    };
    createInterface({ input: child.stdout }).on("line", keep);
    createInterface({ input: child.stderr }).on("line", keep);
    child.stdin.on("error", () => undefined);
    const onAbort = () => killAll(child);
    signal.addEventListener("abort", onAbort, { once: true });
    const finish = (code: number | null) => {
      signal.removeEventListener("abort", onAbort);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ code, lines });
    };
    child.once("error", (error) => {
      keep(error.message);
      finish(null);
    });
    child.once("close", finish);
  });
}
