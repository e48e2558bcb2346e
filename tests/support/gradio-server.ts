import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findFreePort } from "#bin/platform/free-port.ts";
import {
  ensureOldGradioVenv,
  oldGradioPython,
  type OldGradioMajor,
} from "#bin/platform/old-gradio-venv.ts";
import { projectPath } from "#bin/platform/project-root.ts";
import { pythonEnvironment } from "#bin/platform/python-environment.ts";

export type GradioServerProcess = { readonly baseUrl: string; close(): Promise<void> };

/**
 * An app with ToonCrafter's inputs on a published older Gradio, as a process of its own. The prompt `fail` fails, and
 * `slow` draws for a minute.
 * @throws Error with what is missing
 */
export async function startGradioServer(options: {
  major: OldGradioMajor;
  /** What it gives for each drawing. */
  video: Uint8Array;
  login?: { user: string; password: string };
}): Promise<GradioServerProcess> {
  const { major, video, login } = options;
  const signal = new AbortController().signal;
  const problem = await ensureOldGradioVenv({ major, signal, onLine: () => undefined });
  if (problem) throw new Error(problem.message);
  const folder = await mkdtemp(join(tmpdir(), "genga-gradio-"));
  const videoPath = join(folder, "video.mp4");
  await writeFile(videoPath, video);
  const port = await findFreePort();
  const child = spawn(
    oldGradioPython(major),
    [
      projectPath("tests", "gradio-versions", "app.py"),
      ...[String(port), videoPath],
      ...(login ? [login.user, login.password] : []),
    ],
    // Its standard input closes with this process, however it ends.
    {
      cwd: folder,
      env: { ...pythonEnvironment("serve"), TMPDIR: folder },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const errors: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk.toString("utf8")));
  const isReady = await (async () => {
    for await (const line of createInterface({ input: child.stdout }))
      if (line === "ready") return true;
    return false;
  })();
  if (!isReady) throw new Error(`The server did not start: ${errors.join("").slice(-2_000)}`);
  child.stdout.resume();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async close() {
      const ended = child.exitCode === null ? once(child, "exit") : null;
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
