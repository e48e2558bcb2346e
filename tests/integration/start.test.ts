import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeAll, expect, test } from "vitest";

import { isProcessAlive } from "../../bin/platform/file-lock.ts";
import { ensureNextBuild } from "../../bin/platform/next-build.ts";
import { projectPath } from "../../bin/platform/project-root.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { withClient } from "#tests/support/test-templates.ts";

const apps: TestApp[] = [];
const directories: string[] = [];

async function start(options: Parameters<typeof startTestApp>[0]): Promise<TestApp> {
  const app = await startTestApp(options);
  apps.push(app);
  return app;
}

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "genga start "));
  directories.push(directory);
  return directory;
}

/** Runs bin/start.ts to its end; for starts that are refused. */
function runStart(args: string[], env: Record<string, string> = {}) {
  const options = {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, DATABASE_URL: "", ...env },
  } as const;
  return spawnSync(process.execPath, [projectPath("bin", "start.ts"), ...args], options);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (await holds()) return;
    await delay(50);
  }
  throw new Error(`It never came true that ${what}.`);
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.status < 500,
    () => false,
  );
}

beforeAll(async () => {
  await ensureNextBuild();
}, 180_000);

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.stop().catch(() => undefined)));
  await Promise.all(
    directories.splice(0).map((directory) => rm(directory, { recursive: true, force: true })),
  );
});

test("it starts over its own database, stops in order, and starts again over the same data", async () => {
  const dataDirectory = await makeDirectory();
  const first = await start({ dataDirectory, database: "embedded" });
  expect(await answers(first.url)).toBe(true);
  const secret = join(dataDirectory, "secret");
  expect(statSync(secret).mode & 0o077).toBe(0);
  expect(statSync(join(dataDirectory, "postgres.json")).mode & 0o077).toBe(0);
  expect(statSync(dataDirectory).mode & 0o067).toBe(0);
  const pids = [first.startPid(), first.webPid(), first.workerPid()];
  expect(await first.stop({ keepData: true })).toBe(0);
  expect(pids.filter(isProcessAlive)).toEqual([]);
  expect(existsSync(join(dataDirectory, "postgres", "postmaster.pid"))).toBe(false);

  const second = await start({ dataDirectory, database: "embedded" });
  expect(await answers(second.url)).toBe(true);
  expect(await second.stop({ keepData: true })).toBe(0);
});

test("when its port is taken it takes the next free one and says so", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("no port"));
    });
  });
  const app = await start({ port });
  expect(new URL(app.url).port).not.toBe(String(port));
  expect(app.logs()).toContain(`Port ${port} is taken; using ${new URL(app.url).port}.`);
  expect(await answers(app.url)).toBe(true);
  other.close();
});

test("a data directory that cannot be written is refused with the way out", async () => {
  const directory = await makeDirectory();
  // A path below a file cannot be made by anyone, root included.
  writeFileSync(join(directory, "file"), "");
  const result = runStart(["--data", join(directory, "file", "data")]);
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("cannot be written");
  expect(result.stderr).toContain("--data DIR");
  expect(result.stderr).not.toContain("at ");
});

test("a full disk is refused at the start, before anything is made", async () => {
  const directory = await makeDirectory();
  const result = runStart(["--data", directory], { GENGA_MIN_FREE_MB: "900000000" });
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("is full");
  expect(existsSync(join(directory, "postgres"))).toBe(false);
});

test("a wrong setting is named, and nothing is started", () => {
  const result = runStart(["--port", "99999"]);
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("GENGA_PORT");
});

test("a second start over the same data is refused, and the first goes on", async () => {
  const app = await start({});
  const result = runStart(["--data", app.dataDirectory]);
  expect(result.status).toBe(1);
  expect(result.stderr).toContain("already running");
  expect(await answers(app.url)).toBe(true);
});

test("two copies run side by side, each with its own database", async () => {
  const port = 41_000 + Math.floor(process.pid % 500) * 10;
  const [first, second] = await Promise.all([
    start({ database: "embedded", port }),
    start({ database: "embedded", port }),
  ]);
  expect(first.url).not.toBe(second.url);
  expect(await answers(first.url)).toBe(true);
  expect(await answers(second.url)).toBe(true);
});

test("web and worker killed with -9 are started again at the same address", async () => {
  const app = await start({});
  const web = app.webPid();
  const worker = app.workerPid();
  process.kill(web, "SIGKILL");
  process.kill(worker, "SIGKILL");
  await until("both run again", () => app.webPid() !== web && app.workerPid() !== worker);
  await until("web answers again", () => answers(app.url));
  expect(app.logs()).toContain("starts again");
});

test("its Postgres killed with -9 is started again, and what was committed is there", async () => {
  const dataDirectory = await makeDirectory();
  const app = await start({ dataDirectory, database: "embedded" });
  const settings: unknown = JSON.parse(readFileSync(join(dataDirectory, "postgres.json"), "utf8"));
  const { port, password } = settings as { port: number; password: string };
  const url = `postgresql://genga:${password}@127.0.0.1:${port}/genga`;
  const pid = await withClient(url, async (client) => {
    await client.query("CREATE TABLE kept (value int)");
    await client.query("INSERT INTO kept VALUES (7)");
    const result = await client.query<{ line: string }>(
      "SELECT pg_read_file('postmaster.pid') AS line",
    );
    return Number.parseInt(result.rows[0]?.line ?? "", 10);
  });
  process.kill(pid, "SIGKILL");
  const read = () =>
    withClient(url, async (client) => {
      const result = await client.query<{ value: number }>("SELECT value FROM kept");
      return result.rows[0]?.value === 7;
    }).catch(() => false);
  await until("the database answers with what was committed", read);
  expect(await app.stop({ keepData: true })).toBe(0);
});

test("start killed with -9 leaves no process behind, and the next start takes over", async () => {
  const dataDirectory = await makeDirectory();
  const app = await start({ dataDirectory, database: "embedded" });
  const pids = [app.webPid(), app.workerPid()];
  process.kill(app.startPid(), "SIGKILL");
  await until("all that it had started is gone", () => !pids.some(isProcessAlive));
  apps.splice(0);
  const next = await start({ dataDirectory, database: "embedded" });
  expect(await answers(next.url)).toBe(true);
  expect(await next.stop({ keepData: true })).toBe(0);
});

test("a second Ctrl-C ends it by force, even when web is frozen", async () => {
  const app = await start({});
  const pids = [app.webPid(), app.workerPid()];
  process.kill(app.webPid(), "SIGSTOP");
  process.kill(app.startPid(), "SIGINT");
  await delay(800);
  process.kill(app.startPid(), "SIGINT");
  await until("nothing is left", () => ![...pids, app.startPid()].some(isProcessAlive));
});

test("whoever runs it through npm may be killed too", async () => {
  const dataDirectory = await makeDirectory();
  const bootstrap = spawn(
    process.execPath,
    [projectPath("bin", "bootstrap.mjs"), "start", "--data", dataDirectory, "--port", "42100"],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, DATABASE_URL: "" },
    },
  );
  let printed = "";
  bootstrap.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
  await until("it is ready", () => printed.includes("Genga is ready"));
  const url = /Genga is ready: (\S+)/.exec(printed)?.[1] ?? "";
  expect(await answers(url)).toBe(true);
  bootstrap.kill("SIGKILL");
  await until("it has stopped in order", () => !existsSync(join(dataDirectory, "lock")));
  expect(await answers(url)).toBe(false);
});
