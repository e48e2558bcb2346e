import { fork, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import type { Readable } from "node:stream";
import { GengaError } from "#lib/core/errors.ts";
import type { IsolatedReply, IsolatedRequest } from "./isolated-messages.ts";
import { mediaScript } from "./media-script.ts";

/** Why an isolated piece of work gave no answer. */
export type IsolatedEnd = "crashed" | "timeout" | "unexpected";

export type IsolatedProcess = {
  /**
   * Sends one request and waits for its answer. One at a time. Kills the process when the time is over.
   * @param options.timeoutMs null where the caller watches the time itself
   */
  request<Result>(
    body: unknown,
    options: { timeoutMs: number | null; signal?: AbortSignal | undefined },
  ): Promise<Result>;
  /** What the child writes to its pipe. */
  readonly output: Readable;
  isAlive(): boolean;
  kill(): void;
};

/**
 * Starts a script of this folder in a process of its own, for whatever touches bytes from outside: no environment (so
 * no secrets), a capped heap, a capped resident size, SIGKILL at the end of the given time. The process ends with its
 * parent, however the parent ends, and never keeps the parent alive while it is idle.
 * @param options.refuse the error for a request that ended without an answer
 */
export function startIsolated(options: {
  script: string;
  memoryMb: number;
  /** Gives way to everything else where there aren't processors for all. */
  isBackground?: boolean;
  refuse: (end: IsolatedEnd, log: string) => Error;
}): IsolatedProcess {
  const child = fork(mediaScript(options.script), [String(options.memoryMb)], {
    // Types ask for NODE_ENV; nothing is handed down.
    env: {} as NodeJS.ProcessEnv,
    execArgv: [`--max-old-space-size=${Math.floor(options.memoryMb / 2)}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "pipe", "ipc"],
  });
  if (options.isBackground && child.pid !== undefined) giveWay(child.pid);
  let alive = true;
  let nextId = 0;
  let pending: { id: number; settle: (reply: IsolatedReply | Error) => void } | null = null;
  const end = (why: IsolatedEnd, log: string) => {
    alive = false;
    child.kill("SIGKILL");
    pending?.settle(options.refuse(why, log));
  };
  child.on("message", (reply: IsolatedReply) => {
    if (pending && reply.id === pending.id) pending.settle(reply);
  });
  child.on("error", (error) => end("crashed", String(error)));
  child.on("exit", (code, signal) => end("crashed", `ended with ${signal ?? code}`));
  holdParent(child, false);
  return {
    // The pipe exists because of the stdio list above.
    output: child.stdio[3] as Readable,
    isAlive: () => alive,
    kill: () => {
      alive = false;
      child.kill("SIGKILL");
    },
    request<Result>(
      body: unknown,
      { timeoutMs, signal }: { timeoutMs: number | null; signal?: AbortSignal | undefined },
    ) {
      return new Promise<Result>((resolve, reject) => {
        if (!alive) return reject(options.refuse("crashed", "already ended"));
        if (signal?.aborted) return reject(cancelled());
        const id = nextId++;
        const timer =
          timeoutMs === null
            ? undefined
            : setTimeout(() => end("timeout", `no answer in ${timeoutMs} ms`), timeoutMs);
        const onAbort = () => {
          pending?.settle(cancelled());
          end("crashed", "cancelled");
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        holdParent(child, true);
        pending = {
          id,
          settle: (reply) => {
            pending = null;
            clearTimeout(timer);
            signal?.removeEventListener("abort", onAbort);
            holdParent(child, false);
            if (reply instanceof Error) reject(reply);
            else if (reply.ok) resolve(reply.body as Result);
            else if (reply.code)
              reject(new GengaError(reply.code, reply.userMessage, { log: reply.log }));
            else reject(options.refuse("unexpected", reply.log));
          },
        };
        const message: IsolatedRequest = { id, body };
        child.send(message, (error) => {
          if (error) end("crashed", String(error));
        });
      });
    },
  };
}

/** About a third of a share: enough to get through in its time on a machine that is full of work. */
const BACKGROUND_NICENESS = 5;

function giveWay(pid: number): void {
  try {
    setPriority(pid, BACKGROUND_NICENESS);
  } catch {
    // It has ended already, or the system allows none.
  }
}

function cancelled(): GengaError {
  return new GengaError("cancelled", "The work was cancelled.");
}

function holdParent(child: ChildProcess, hold: boolean): void {
  if (hold) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
    // The pipe is a net.Socket; reading it through an open request holds the parent by the channel.
    (child.stdio[3] as { unref?: () => void } | null | undefined)?.unref?.();
  }
}
