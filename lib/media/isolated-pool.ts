import { startIsolated, type IsolatedEnd, type IsolatedProcess } from "./run-isolated.ts";

export type IsolatedPool = {
  request<Result>(body: unknown, options?: { signal?: AbortSignal | undefined }): Promise<Result>;
  /** Kills the idle processes; they start again when needed. */
  close(): void;
};

/** A process is replaced after this many requests, so that nothing a decoder leaks adds up. */
const REQUESTS_PER_PROCESS = 500;
const IDLE_MS = 5_000;

/**
 * A few isolated processes, started when first needed, reused, given back after 5 s without work. A request that
 * crashes or hangs costs its own process and nobody else's request. Requests wait in order for a free process.
 */
export function createIsolatedPool(options: {
  script: string;
  processes: number;
  memoryMb: number;
  timeoutMs: number;
  refuse: (end: IsolatedEnd, log: string) => Error;
}): IsolatedPool {
  const idle: { process: IsolatedProcess; used: number }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let idleTimer: NodeJS.Timeout | null = null;

  const close = () => {
    for (const entry of idle.splice(0)) entry.process.kill();
  };

  return {
    close,
    async request(body, { signal } = {}) {
      while (busy >= options.processes) await new Promise<void>((resolve) => waiting.push(resolve));
      busy += 1;
      if (idleTimer) clearTimeout(idleTimer);
      let entry = idle.pop();
      while (entry && !entry.process.isAlive()) entry = idle.pop();
      try {
        entry ??= { process: startIsolated(options), used: 0 };
        return await entry.process.request(body, { timeoutMs: options.timeoutMs, signal });
      } finally {
        // None when the system had no process to give; the place is free again all the same.
        if (entry) {
          entry.used += 1;
          if (entry.used >= REQUESTS_PER_PROCESS) entry.process.kill();
          if (entry.process.isAlive()) idle.push(entry);
        }
        busy -= 1;
        waiting.shift()?.();
        if (busy === 0) idleTimer = setTimeout(close, IDLE_MS).unref();
      }
    },
  };
}
