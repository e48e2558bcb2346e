import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import { GengaError } from "#lib/core/errors.ts";
import type { IsolatedReply, IsolatedRequest } from "./isolated-messages.ts";

/**
 * The child's side of `startIsolated`: answers one request after another with `handle`, which may write raw bytes to
 * the parent through `output` (a pipe on file descriptor 3).
 */
export function serveIsolated<Request, Result>(
  handle: (request: Request, output: () => Writable) => Promise<Result>,
): void {
  startWatchdog();
  let pipe: Writable | null = null;
  const output = () => (pipe ??= createWriteStream("", { fd: 3, autoClose: false }));
  process.on("disconnect", () => process.exit(0));
  process.on("message", (message: IsolatedRequest) => {
    // The parent is our own code and its requests are typed on that side.
    handle(message.body as Request, output).then(
      (body) => reply({ id: message.id, ok: true, body }),
      (error: unknown) => reply(failureOf(message.id, error)),
    );
  });
  reply({ id: -1, ok: true, body: null });
}

function reply(message: IsolatedReply): void {
  process.send?.(message);
}

function failureOf(id: number, error: unknown): IsolatedReply {
  if (error instanceof GengaError) {
    return { id, ok: false, code: error.code, userMessage: error.userMessage, log: error.message };
  }
  return { id, ok: false, code: null, userMessage: "", log: String(error) };
}

/**
 * A thread of its own, because a decoder that spins holds the main thread: ends the process when the parent is gone
 * (so that a parent killed with -9 leaves nothing) or when the whole process outgrows its memory, native part included.
 */
function startWatchdog(): void {
  const limitBytes = Number(process.argv[2]) * 1024 * 1024;
  const source = `
    const { workerData } = require("node:worker_threads");
    setInterval(() => {
      if (process.ppid !== workerData.ppid || process.memoryUsage.rss() > workerData.limitBytes) {
        process.kill(process.pid, "SIGKILL");
      }
    }, 100);`;
  const worker = new Worker(source, {
    eval: true,
    workerData: { ppid: process.ppid, limitBytes },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  });
  worker.unref();
}
