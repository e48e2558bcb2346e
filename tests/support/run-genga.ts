import { spawn, type ChildProcess } from "node:child_process";
import { projectPath } from "#bin/platform/project-root.ts";

export type GengaEnd = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** The command line as a process of its own. */
export function startGenga(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): {
  child: ChildProcess;
  ended: Promise<GengaEnd>;
  /** Resolves once it has said this on standard error. */
  said(words: string | RegExp): Promise<void>;
} {
  const child = spawn(process.execPath, [projectPath("bin", "genga.ts"), ...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<GengaEnd>((resolve) =>
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr })),
  );
  const isSaid = (words: string | RegExp) =>
    typeof words === "string" ? stderr.includes(words) : words.test(stderr);
  return {
    child,
    ended,
    said: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (isSaid(words)) resolve();
        };
        look();
        child.stderr.on("data", look);
        void ended.then(() => reject(new Error(`It ended and never said ${words}: ${stderr}`)));
      }),
  };
}

/** Runs the command line to its end. */
export function runGenga(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<GengaEnd> {
  return startGenga(args, options).ended;
}
