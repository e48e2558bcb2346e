import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Environment } from "#lib/env.ts";

import { migrate } from "../../prisma/migrate.ts";
import { generateClient } from "../../prisma/generate.ts";
import { allowPrivateBackends, isOnlyForUs } from "./backend-network.ts";
import type { DataDirectory } from "./data-directory.ts";
import { isPortFree } from "./free-port.ts";
import { keepLocalBackend, type LocalBackend } from "./local-backend.ts";
import { localBackendFiles } from "./local-backend-files.ts";
import { keepPostgres, type KeptPostgres } from "./keep-postgres.ts";
import { asChildMessage } from "./live-as-child.ts";
import { ensureNextBuild, writeNextTsconfig } from "./next-build.ts";
import { StartProblem } from "./start-problem.ts";
import { listenForStop } from "./stop-request.ts";
import { supervise, type Supervised } from "./supervise.ts";

const portsTried = 100;
const crashesBeforeReady = 4;
const webStopMs = 10_000;
const workerStopMs = 15_000;

/** What start.ts tells the process that started it (tests listen). */
export type HouseMessage =
  { type: "ready"; url: string } | { type: "started"; name: string; pid: number };

type HouseOptions = {
  dev: boolean;
  environment: Environment;
  data: DataDirectory;
  logsDirectory: string;
};

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tellStarter(message: HouseMessage): void {
  if (process.connected) process.send?.(message);
}

async function findPort(options: { from: number; host: string }): Promise<number> {
  for (let port = options.from; port < Math.min(options.from + portsTried, 65_536); port += 1) {
    if (await isPortFree({ port, host: options.host })) return port;
  }
  throw new StartProblem(
    `Genga cannot listen on ${options.host}, ports ${options.from} to ${options.from + portsTried - 1}: all are taken, or the address is not this machine's. ` +
      "Choose others with --port N and GENGA_HOST.",
  );
}

function addressOf(host: string, port: number): string {
  const shown =
    host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

function tail(file: string): string {
  return existsSync(file)
    ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-12).join("\n")
    : "";
}

async function applyMigrations(connectionString: string): Promise<void> {
  try {
    await migrate(connectionString);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartProblem(
      `The database could not be brought up to date: ${reason}\nWhat was stored before is untouched.`,
      { cause: error },
    );
  }
}

/** The in-betweener of this machine, where people may set one up. */
function openLocalBackend({ environment, data, logsDirectory }: HouseOptions) {
  const asked = environment.GENGA_LOCAL_BACKEND;
  if (asked === "off" || (asked === undefined && !isOnlyForUs(environment))) {
    // What an earlier start that was killed says of it holds no longer.
    localBackendFiles(data.path).removeServer();
    return undefined;
  }
  return keepLocalBackend({
    dataDirectory: data.path,
    logFile: join(logsDirectory, "selfhost.log"),
    neededMegabytes: environment.GENGA_LOCAL_BACKEND_MB,
    tell,
    onStart: (pid) => tellStarter({ type: "started", name: "selfhost", pid }),
  });
}

/** Runs one kind of child and resolves when it has said that it is ready; rejects when it cannot come up. */
function startChild(options: {
  house: HouseOptions;
  name: string;
  script: string;
  env: () => NodeJS.ProcessEnv;
  onPortTaken?: () => Promise<void>;
  onAsked?: LocalBackend["ask"];
}): { child: Supervised; ready: Promise<void> } {
  const { name, house } = options;
  const logFile = join(house.logsDirectory, `${name}.log`);
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let isReady = false;
  let crashes = 0;
  const child = supervise({
    name,
    run: { script: options.script },
    env: options.env,
    logFile,
    echo: house.dev,
    onStart: (pid) => tellStarter({ type: "started", name, pid }),
    onMessage: (value) => {
      const message = asChildMessage(value);
      if (message?.type === "ready") {
        isReady = true;
        resolve();
      } else if (message?.type === "local-backend") {
        options.onAsked?.(message.action, message.requestId);
      }
    },
    beforeRestart: async (how, pauseMs) => {
      if (isReady) {
        tell(
          `The ${name} process ended (${how}); it starts again in ${pauseMs / 1000} s. Nothing saved is lost.`,
        );
        return;
      }
      crashes += 1;
      await options.onPortTaken?.();
      if (crashes === crashesBeforeReady) {
        reject(
          new StartProblem(
            `The ${name} process cannot start (${how}). Its last words, from ${logFile}:\n${tail(logFile)}`,
          ),
        );
      }
    },
  });
  return { child, ready };
}

/**
 * Brings up the whole house over an open data directory and keeps it running until somebody asks it to stop; then takes
 * it down in order: web, workers, database. Gives the exit code.
 * @throws StartProblem when a part can't be brought up; what had started is stopped again.
 */
export async function runHouse(house: HouseOptions): Promise<number> {
  const { dev, environment, data } = house;
  const children: Supervised[] = [];
  const localBackend = openLocalBackend(house);
  const stopRequest = listenForStop(() => {
    for (const child of children) child.kill();
    localBackend?.kill();
    process.exit(130);
  });
  let postgres: KeptPostgres | undefined;

  const bringUp = async () => {
    await generateClient();
    const build = dev
      ? Promise.resolve(undefined)
      : ensureNextBuild({
          onBuild: () => tell("Building the pages (once for each version) …"),
          signal: stopRequest.signal,
        });
    // Looked at again below: without this, a build that fails while the database starts would count as uncaught.
    build.catch(() => undefined);
    if (environment.DATABASE_URL === undefined) {
      postgres = await keepPostgres({ dataDirectory: data.path, tell, onLost: stopRequest.fail });
    }
    const connectionString = environment.DATABASE_URL ?? postgres?.connectionString ?? "";
    await applyMigrations(connectionString);
    const distDirectory = await build;
    if (stopRequest.signal.aborted) return;

    const host = environment.GENGA_HOST;
    let port = await findPort({ from: environment.GENGA_PORT, host });
    if (port !== environment.GENGA_PORT)
      tell(`Port ${environment.GENGA_PORT} is taken; using ${port}.`);
    const childEnvironment = (): NodeJS.ProcessEnv => ({
      ...process.env,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // glibc keeps what was freed, in an arena for each thread. Two arenas, and frames given back to the system as soon
      // as they are freed, hold the drawing worker at 420 MB instead of 500.
      MALLOC_ARENA_MAX: process.env["MALLOC_ARENA_MAX"] ?? "2",
      MALLOC_MMAP_THRESHOLD_: process.env["MALLOC_MMAP_THRESHOLD_"] ?? "262144",
      MALLOC_TRIM_THRESHOLD_: process.env["MALLOC_TRIM_THRESHOLD_"] ?? "262144",
      DATABASE_URL: connectionString,
      GENGA_DATA_DIR: data.path,
      GENGA_HOST: host,
      GENGA_PORT: String(port),
      GENGA_SECRET: environment.GENGA_SECRET ?? data.secret,
      GENGA_ALLOW_PRIVATE_BACKENDS: allowPrivateBackends(environment),
      GENGA_LOCAL_BACKEND: localBackend ? "on" : "off",
      ...(distDirectory === undefined
        ? // A folder of its own: Next's development server empties the one that it is given.
          { GENGA_NEXT_DIST: join(".next", "live"), GENGA_NEXT_TSCONFIG: writeNextTsconfig() }
        : { GENGA_NEXT_DIST: distDirectory }),
    });
    const web = startChild({
      house,
      name: "web",
      script: "web.ts",
      env: childEnvironment,
      onAsked: (action, requestId) => localBackend?.ask(action, requestId),
      onPortTaken: async () => {
        // Somebody may have taken the port between our look and the listening.
        port = await findPort({ from: port, host });
      },
    });
    children.push(web.child);
    const workers = Array.from({ length: environment.GENGA_WORKERS }, (_, index) =>
      startChild({
        house,
        name: `worker-${index + 1}`,
        script: "worker.ts",
        env: childEnvironment,
      }),
    );
    children.push(...workers.map((worker) => worker.child));
    await Promise.race([
      Promise.all([web.ready, ...workers.map((worker) => worker.ready)]),
      stopRequest.asked,
    ]);
    if (stopRequest.signal.aborted) return;
    const url = environment.GENGA_URL ?? addressOf(host, port);
    tell(`Genga is ready: ${url}`);
    tell(`Data: ${data.path} (logs in ${house.logsDirectory}). Stop with Ctrl-C.`);
    tellStarter({ type: "ready", url: addressOf(host, port) });
    localBackend?.resume();
  };

  let problem: unknown;
  try {
    await bringUp();
    const { error } = await stopRequest.asked;
    problem = error;
    if (error === undefined) tell("Stopping …");
  } catch (error) {
    // A build that was cut short by the wish to stop is no problem of its own.
    if (!stopRequest.signal.aborted) problem = error;
  }
  const [web, ...workers] = children;
  await Promise.all([web?.stop(webStopMs), ...workers.map((worker) => worker.stop(workerStopMs))]);
  // After the workers: a drawing is given back in order, not torn off.
  await localBackend?.stop();
  await postgres?.stop();
  if (problem !== undefined)
    throw problem instanceof Error ? problem : new Error("A part was lost.", { cause: problem });
  tell("Stopped. Everything is saved.");
  return 0;
}
