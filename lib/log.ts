import { pino } from "pino";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const asked = process.env["GENGA_LOG_LEVEL"] ?? "";

/**
 * The process's log: one JSON object a line on stderr, so that stdout stays for what a command gives.
 * Secrets never go in: the paths that could carry them are blotted out.
 */
export const log = pino(
  {
    level: levels.includes(asked) ? asked : "info",
    base: { pid: process.pid, process: process.env["GENGA_PROCESS"] ?? "genga" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "password",
        "token",
        "secret",
        "cookie",
        "authorization",
        "*.password",
        "*.token",
        "*.secret",
        "*.cookie",
        "*.authorization",
      ],
      censor: "[hidden]",
    },
  },
  // Synchronous: the last lines before a crash are the ones that matter.
  pino.destination({ dest: 2, sync: true }),
);

/** A log whose lines carry these fields too. */
export function childLog(fields: Record<string, unknown>): typeof log {
  return log.child(fields);
}
