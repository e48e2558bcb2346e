import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findFreePort } from "../../bin/platform/free-port.ts";
import type { HouseMessage } from "../../bin/platform/run-house.ts";
import { projectPath } from "../../bin/platform/project-root.ts";
import { createTestDatabase } from "./test-database.ts";

const readyTimeoutMs = 120_000;

/** A whole running Genga of a test's own. */
export type TestApp = {
  /** Where it answers, without a slash at the end. */
  url: string;
  dataDirectory: string;
  /** The database it runs on; undefined when it runs its own embedded Postgres. */
  databaseUrl: string | undefined;
  /** The process of bin/start.ts. */
  startPid(): number;
  /** The web process now (it changes when it is killed and started again). */
  webPid(): number;
  /** The worker process now; `number` counts from 1. */
  workerPid(number?: number): number;
  /** All that start and its children have printed and logged so far. */
  logs(): string;
  /** Stops it in order, drops its database and its data (unless `keepData`); gives start's exit code. */
  stop(options?: { keepData?: boolean }): Promise<number | null>;
};

/** How a test's Genga differs from the usual. */
export type TestAppOptions = {
  env?: Record<string, string>;
  /** Default: a fresh one; give one to start again over the same data. */
  dataDirectory?: string;
  /** `test` (default): a fresh copy of the run's template. `embedded`: its own Postgres, as a user has it. Or a connection string. */
  database?: string;
  /** Default: one that is free. */
  port?: number;
};

function isHouseMessage(value: unknown): value is HouseMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    (value.type === "ready" || value.type === "started")
  );
}

function waitForReady(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(
        new Error(`Genga did not become ready within ${readyTimeoutMs / 1000} s:\n${output()}`),
      );
    }, readyTimeoutMs);
    child.on("message", (message) => {
      if (!isHouseMessage(message) || message.type !== "ready") return;
      clearTimeout(timer);
      resolve(message.url);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`Genga ended before it was ready (${signal ?? code}):\n${output()}`));
    });
  });
}

/**
 * Starts bin/start.ts as a real process over a data directory, a database and a port of its own, from the build that is
 * there, and waits until it is ready. It ends with the test process, however that ends.
 * @throws Error with all that it printed when it does not come up.
 */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), "genga-app-")));
  const ownDatabase =
    (options.database ?? "test") === "test" ? await createTestDatabase() : undefined;
  const databaseUrl =
    ownDatabase?.connectionString ??
    (options.database === "embedded" ? undefined : options.database);
  const port = options.port ?? (await findFreePort());

  const pids = new Map<string, number>();
  let printed = "";
  const child = spawn(
    process.execPath,
    [projectPath("bin", "start.ts"), "--port", String(port), "--data", dataDirectory],
    {
      // An empty value counts as not set: the machine's own settings stay out.
      env: { ...process.env, GENGA_URL: "", DATABASE_URL: databaseUrl ?? "", ...options.env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  child.on("message", (message) => {
    if (isHouseMessage(message) && message.type === "started") pids.set(message.name, message.pid);
  });
  const exited = new Promise<number | null>((resolve) =>
    child.once("exit", (code) => resolve(code)),
  );

  const logs = () => {
    const directory = join(dataDirectory, "logs");
    const files = existsSync(directory) ? readdirSync(directory).sort() : [];
    return [
      printed,
      ...files.map((name) => `── ${name}\n${readFileSync(join(directory, name), "utf8")}`),
    ].join("\n");
  };
  const cleanUp = async (keepData: boolean) => {
    await ownDatabase?.drop();
    if (!keepData) await rm(dataDirectory, { recursive: true, force: true });
  };

  let url: string;
  try {
    url = await waitForReady(child, logs);
  } catch (error) {
    await exited;
    await cleanUp(options.dataDirectory !== undefined);
    throw error;
  }
  const pidOf = (name: string) => {
    const pid = pids.get(name);
    if (pid === undefined) throw new Error(`There is no process ${name}.`);
    return pid;
  };
  return {
    url,
    dataDirectory,
    databaseUrl,
    startPid: () => child.pid ?? 0,
    webPid: () => pidOf("web"),
    workerPid: (number = 1) => pidOf(`worker-${number}`),
    logs,
    stop: async ({ keepData = false } = {}) => {
      child.kill("SIGTERM");
      const code = await exited;
      await cleanUp(keepData);
      return code;
    },
  };
}
