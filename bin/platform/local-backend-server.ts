import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { findFreePort } from "./free-port.ts";
import type { LocalBackendFiles, LocalBackendWish } from "./local-backend-files.ts";
import type { StatusKeeper } from "./local-backend-status.ts";
import { pythonEnvironment } from "./python-environment.ts";
import { supervise, type Supervised } from "./supervise.ts";

const readyLine = "Genga in-betweener is ready: ";
const readyTimeoutMs = 120_000;
const longestPauseMs = 5 * 60_000;
/** A run this long has proved that it can stay up. */
const settledMs = 20_000;
/** Shorter runs in a row, after which it counts as failed; it is tried again all the same. */
const crashesUntilFailed = 3;
const lastWords = 6;

/** What the server has said in its present run, for a person to find the reason in. */
function problemText(how: string, lines: readonly string[], logFile: string): string {
  const said = lines.join("\n");
  const isPort = /can't be had|address already in use|EADDR\w+/i.test(`${how} ${said}`);
  const what = isPort
    ? "The local in-betweener found no port to listen on."
    : `The local in-betweener can't stay up (${how}).`;
  return [
    `${what} Your takes and drawings are safe, and Genga goes on trying. Its last words, from ${logFile}:`,
    said === "" ? "(it said nothing)" : said,
  ].join("\n");
}

/**
 * Runs the local in-betweener on a free port of this machine until it is stopped, and again whenever it ends unasked.
 * It ends with this process, however that ends: it watches its input.
 */
export function runLocalServer(options: {
  python: string;
  login: Pick<LocalBackendWish, "user" | "password">;
  files: LocalBackendFiles;
  status: StatusKeeper;
  logFile: string;
  onStart: (pid: number) => void;
}): Supervised {
  const { files, status, logFile } = options;
  const { user, password } = options.login;
  let port = 0;
  let isReady = false;
  let startMs = 0;
  let crashes = 0;
  let said: string[] = [];
  let readyTimer: NodeJS.Timeout | undefined;

  const beReady = () => {
    try {
      files.writeServer({ baseUrl: `http://127.0.0.1:${port}`, user, password });
      isReady = true;
      status.set({ state: "running", detail: "Ready to draw" });
    } catch (error) {
      // A full disk must not bring down what still runs, which this process holds: it is tried again.
      const reason = error instanceof Error ? error.message : String(error);
      said.push(`Where it listens could not be written down (${reason}).`);
      server.endRun();
    }
  };

  const server = supervise({
    name: "selfhost",
    run: {
      program: async () => {
        isReady = false;
        said = [];
        // The line with which the last run said that it is ready may have come after that run's end.
        files.removeServer();
        port = await findFreePort();
        // What a run that was killed has left.
        rmSync(files.temporary, { recursive: true, force: true });
        mkdirSync(files.temporary, { recursive: true, mode: 0o700 });
        const module = ["-I", "-X", "utf8", "-u", "-m", "genga_selfhost"];
        const where = ["--host", "127.0.0.1", "--port", String(port)];
        return { file: options.python, args: [...module, ...where, "--end-with-stdin"] };
      },
    },
    env: () => ({
      ...pythonEnvironment("serve"),
      TMPDIR: files.temporary,
      TMP: files.temporary,
      TEMP: files.temporary,
      GENGA_SELFHOST_USER: user,
      GENGA_SELFHOST_PASSWORD: password,
    }),
    logFile,
    echo: false,
    longestPauseMs,
    onStart: (pid) => {
      options.onStart(pid);
      startMs = performance.now();
      if (crashes < crashesUntilFailed) status.set({ state: "starting", detail: "Starting" });
      readyTimer = setTimeout(() => {
        said.push(`It has not answered for ${readyTimeoutMs / 1000} s.`);
        server.endRun();
      }, readyTimeoutMs);
    },
    onLine: (line) => {
      if (line.trim() === "") return;
      said = [...said, line].slice(-lastWords);
      status.addLine(line);
      if (line.startsWith(readyLine)) {
        clearTimeout(readyTimer);
        beReady();
      }
    },
    beforeRestart: async (how, pauseMs) => {
      clearTimeout(readyTimer);
      files.removeServer();
      // Its last words may still be on their way.
      await delay(100);
      const hasSettled = isReady && performance.now() - startMs > settledMs;
      crashes = hasSettled ? 1 : crashes + 1;
      status.addLine(`It ended (${how}) and starts again in ${pauseMs / 1000} s.`);
      if (crashes < crashesUntilFailed) {
        status.set({ state: "starting", detail: `It ended (${how}); starting it again` });
      } else {
        const problem = problemText(how, said, logFile);
        status.set({ state: "failed", detail: "It can't stay up", problem });
      }
    },
  });
  return {
    ...server,
    async stop(timeoutMs) {
      clearTimeout(readyTimer);
      files.removeServer();
      await server.stop(timeoutMs);
      // It may have become ready while it was told to stop.
      files.removeServer();
    },
    kill() {
      files.removeServer();
      server.kill();
    },
  };
}
