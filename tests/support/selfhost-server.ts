import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findFreePort } from "#bin/platform/free-port.ts";
import { projectPath } from "#bin/platform/project-root.ts";
import { ensureSelfhostVenv } from "#bin/platform/selfhost-venv.ts";

export type SelfhostServer = { url: string; close(): Promise<void> };

const STOP_MS = 10_000;

/** The Python with everything that the server and its tests need, or the sentence that says why there is none. */
export async function selfhostPython(): Promise<{ python: string } | { missing: string }> {
  const lines: string[] = [];
  const made = await ensureSelfhostVenv({
    directory: projectPath("selfhost", ".venv"),
    extras: ["tests"],
    onLine: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  if ("python" in made) return made;
  return { missing: [made.problem.message, ...lines.slice(-20)].join("\n") };
}

/**
 * Has `npm start` over this data directory find the in-betweener's Python made already, so that setting it up takes
 * seconds and no network. Removing it takes away the link alone.
 * @throws Error where there is none to be had
 */
export async function lendSelfhostPython(dataDirectory: string): Promise<void> {
  const found = await selfhostPython();
  if ("missing" in found) throw new Error(found.missing);
  const folder = join(dataDirectory, "selfhost");
  await mkdir(folder, { recursive: true });
  await symlink(projectPath("selfhost", ".venv"), join(folder, "venv"), "junction");
}

/** The real in-betweener as a process of its own, on a free port of this machine. */
export async function startSelfhost(
  options: { engine?: string; user?: string; password?: string } = {},
): Promise<SelfhostServer | { missing: string }> {
  const found = await selfhostPython();
  if ("missing" in found) return found;
  const port = await findFreePort();
  const args = ["-m", "genga_selfhost", "--end-with-stdin", "--port", String(port)];
  const child = spawn(found.python, [...args, "--engine", options.engine ?? "flow"], {
    cwd: projectPath("selfhost"),
    env: {
      ...process.env,
      GENGA_SELFHOST_USER: options.user ?? "",
      GENGA_SELFHOST_PASSWORD: options.password ?? "",
    },
    // Its standard input closes with this process, however it ends.
    stdio: ["pipe", "pipe", "pipe"],
  });
  const url = await readyUrl(child);
  return { url, close: () => stop(child) };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk.toString("utf8")));
  if (!child.stdout) throw new Error("The in-betweener has no output.");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Genga in-betweener is ready: (\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error(`The in-betweener did not start: ${errors.join("").slice(-2_000)}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
