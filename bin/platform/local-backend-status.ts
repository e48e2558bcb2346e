import { LOCAL_BACKEND_LOG_LINES, type LocalBackendStatus } from "#lib/core/local-backend.ts";

import type { LocalBackendFiles } from "./local-backend-files.ts";

const writeEveryMs = 250;
const longestLine = 400;
/** Of several who ask at once, each has to find its own request. */
const heardAtOnce = 32;

type Told = Pick<LocalBackendStatus, "state" | "detail"> &
  Partial<Pick<LocalBackendStatus, "fraction" | "problem">>;

/** The status as it stands, written down for the web process: a new state at once, the rest four times a second. */
export type StatusKeeper = {
  set(told: Told): void;
  state(): LocalBackendStatus["state"];
  /** A line of the log. */
  addLine(line: string): void;
  /** Marks a request as heard: whoever asked sees from it that the status is newer. */
  hear(requestId: string): void;
  close(): void;
};

export function keepStatus(files: LocalBackendFiles): StatusKeeper {
  let status: LocalBackendStatus = {
    state: "absent",
    detail: "",
    fraction: null,
    problem: null,
    logLines: [],
  };
  let heard: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    files.writeStatus(`${JSON.stringify({ ...status, heard })}\n`);
  };
  const writeSoon = () => {
    timer ??= setTimeout(write, writeEveryMs);
  };
  return {
    set({ state, detail, fraction = null, problem = null }) {
      const isNew = state !== status.state || problem !== status.problem;
      status = { ...status, state, detail, fraction, problem };
      if (isNew) write();
      else writeSoon();
    },
    state: () => status.state,
    addLine(line) {
      const logLines = [...status.logLines, line.slice(0, longestLine)];
      status = { ...status, logLines: logLines.slice(-LOCAL_BACKEND_LOG_LINES) };
      writeSoon();
    },
    hear(requestId) {
      heard = [...heard, requestId].slice(-heardAtOnce);
      write();
    },
    close() {
      if (timer !== undefined) write();
    },
  };
}
