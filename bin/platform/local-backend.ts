import type { LocalBackendAction } from "#lib/core/local-backend.ts";

import { followInstall, type InstallStep } from "./install-progress.ts";
import { localBackendFiles } from "./local-backend-files.ts";
import { runLocalServer } from "./local-backend-server.ts";
import { keepStatus } from "./local-backend-status.ts";
import { openRotatingLog } from "./rotating-log.ts";
import { findObstacle } from "./selfhost-obstacle.ts";
import { ensureSelfhostVenv } from "./selfhost-venv.ts";
import type { Supervised } from "./supervise.ts";

const stopMs = 8_000;
const lookEveryMs = 500;

/** The local in-betweener of a data directory. */
export type LocalBackend = {
  /** Goes on with what was wanted when the last start ended. */
  resume(): void;
  /** What somebody asked for in the settings. Answers at once; the status tells the rest. */
  ask(action: LocalBackendAction, requestId: string): void;
  /** Ends it in order; it comes back with the next start. */
  stop(): Promise<void>;
  kill(): void;
};

type LocalBackendOptions = {
  dataDirectory: string;
  logFile: string;
  /** Free space without which nothing is installed. */
  neededMegabytes: number;
  tell: (line: string) => void;
  /** Its server's process has begun. */
  onStart: (pid: number) => void;
};

/** Does one thing after the other; what is newer cuts short what is older. */
function oneAtATime(onError: (error: unknown) => void) {
  let controller = new AbortController();
  let done = Promise.resolve();
  const begin = (work: (signal: AbortSignal) => Promise<void>) => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    done = done
      .then(() => (signal.aborted ? undefined : work(signal)))
      .catch((error: unknown) => {
        if (!signal.aborted) onError(error);
      });
  };
  return {
    begin,
    async end() {
      controller.abort();
      await done;
    },
  };
}

/**
 * Keeps the local in-betweener as it is wanted: runs it, installing first what is missing, or takes away what is left of
 * it. What is wanted is kept in the data directory, so that the next start goes on with it, however this one ends.
 */
export function keepLocalBackend(options: LocalBackendOptions): LocalBackend {
  const { tell, logFile } = options;
  const files = localBackendFiles(options.dataDirectory);
  const status = keepStatus(files);
  let server: Supervised | undefined;
  let hasStopped = false;
  // What a start that was killed has left says nothing any more.
  files.removeServer();
  if (files.readWish()?.wish === "run") {
    status.set({ state: "starting", detail: "Starting with Genga" });
  } else status.set({ state: "absent", detail: "" });

  const fail = (problem: string) => {
    tell(`Local in-betweener: ${problem}`);
    status.set({ state: "failed", detail: "It could not be set up", problem });
  };
  const explain = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    fail(
      `It could not be set up or removed (${reason}). Your takes and drawings are safe. Try again; if it stays so, look at ${logFile}.`,
    );
  };
  const work = oneAtATime(explain);

  const install = async (signal: AbortSignal) => {
    const log = openRotatingLog(logFile);
    const progress = followInstall(files.venv);
    const show = (step: InstallStep) => {
      if (!signal.aborted) status.set({ state: "installing", ...step });
    };
    const say = (line: string) => {
      log.write(Buffer.from(`${line}\n`));
      status.addLine(line);
    };
    const look = setInterval(() => show(progress.look()), lookEveryMs);
    show(progress.look());
    try {
      const { venv: directory } = files;
      const { neededMegabytes } = options;
      const onLine = (line: string) => {
        say(line);
        show(progress.read(line));
      };
      const installed = await ensureSelfhostVenv({ directory, neededMegabytes, signal, onLine });
      if ("problem" in installed) say(installed.problem.message);
      return installed;
    } finally {
      clearInterval(look);
      log.close();
    }
  };

  const run = async (signal: AbortSignal) => {
    const login = files.readWish() ?? files.writeWish("run");
    const installed = await install(signal);
    signal.throwIfAborted();
    if ("problem" in installed) return fail(installed.problem.message);
    server = runLocalServer({ ...options, ...installed, login, files, status });
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await server.stop(stopMs);
  };

  /** Says already now what it would lack. */
  const showAbsent = async (signal: AbortSignal) => {
    status.set({ state: "absent", detail: "" });
    const { neededMegabytes } = options;
    const obstacle = await findObstacle({ directory: files.venv, neededMegabytes });
    if (obstacle && !signal.aborted) {
      status.set({ state: "absent", detail: "", problem: obstacle.message });
    }
  };

  const remove = async (signal: AbortSignal) => {
    await files.clear();
    if (!signal.aborted) await showAbsent(signal);
  };

  const wantRun = () => {
    const isUnderWay = files.readWish()?.wish === "run" && status.state() !== "failed";
    if (isUnderWay && status.state() !== "absent") return;
    files.writeWish("run");
    status.set({ state: "installing", fraction: 0, detail: "Looking for Python" });
    work.begin(run);
  };
  const wantRemoved = () => {
    files.writeWish("remove");
    work.begin(remove);
    status.set({ state: "absent", detail: "Removing it" });
  };

  return {
    resume() {
      const wish = files.readWish()?.wish;
      // Nothing is written before it begins: what fails in it is said, and the start goes on.
      work.begin(wish === "run" ? run : wish === "remove" ? remove : showAbsent);
    },
    ask(action, requestId) {
      if (hasStopped) return;
      try {
        const wish = files.readWish()?.wish;
        if (action === "remove" || (action === "retry" && wish === "remove")) wantRemoved();
        else if (action === "set-up" || wish === "run") wantRun();
      } catch (error) {
        explain(error);
      }
      status.hear(requestId);
    },
    async stop() {
      hasStopped = true;
      await work.end();
      status.close();
    },
    kill() {
      hasStopped = true;
      server?.kill();
    },
  };
}
