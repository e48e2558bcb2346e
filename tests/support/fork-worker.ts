import { type ChildProcess, fork } from "node:child_process";
import { projectPath } from "../../bin/platform/project-root.ts";
import { TEST_SECRET } from "./test-secret.ts";

export type WorkerProcess = {
  readonly child: ChildProcess;
  /** The signal or code that it ended with. */
  readonly ended: Promise<string>;
  logs(): string;
  stop(): Promise<void>;
};

/** A worker as it really runs: bin/worker.ts in a process of its own. Resolves when it takes jobs. */
export async function forkWorker(
  house: { databaseUrl: string; dataDirectory: string },
  options: { crashPoint?: string } = {},
): Promise<WorkerProcess> {
  const child = fork(projectPath("bin", "worker.ts"), [], {
    cwd: projectPath(),
    env: {
      ...process.env,
      NODE_ENV: "test",
      DATABASE_URL: house.databaseUrl,
      GENGA_DATA_DIR: house.dataDirectory,
      GENGA_SECRET: TEST_SECRET,
      GENGA_ALLOW_PRIVATE_BACKENDS: "on",
      GENGA_CRASH_POINT: options.crashPoint ?? "",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let logs = "";
  const note = (chunk: Buffer) => (logs += chunk.toString("utf8"));
  child.stdout?.on("data", note);
  child.stderr?.on("data", note);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? String(code)));
  });
  const ready = new Promise<string>((resolve) => child.once("message", () => resolve("ready")));
  const first = await Promise.race([ready, ended]);
  if (first !== "ready") throw new Error(`the worker ended with ${first}:\n${logs}`);
  return {
    child,
    ended,
    logs: () => logs,
    async stop() {
      child.kill("SIGCONT");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
