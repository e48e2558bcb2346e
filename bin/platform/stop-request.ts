/** How long a further signal counts as the same one: npm and the terminal may both deliver one Ctrl-C. */
const sameSignalMs = 500;

/** Somebody's wish that this process should end. */
export type StopRequest = {
  /** Aborted once somebody asked. */
  signal: AbortSignal;
  /** Asks from within, for example because a part is lost for good; the process then ends with code 1. */
  fail(error: unknown): void;
  /** Resolves when somebody asked; gives the error of `fail`, if that was it. */
  asked: Promise<{ error?: unknown }>;
};

/**
 * Listens for Ctrl-C, SIGTERM, a closed terminal, and the death of the process that started this one. A second signal
 * calls `force`.
 */
export function listenForStop(force: () => void): StopRequest {
  const controller = new AbortController();
  const { promise: asked, resolve } = Promise.withResolvers<{ error?: unknown }>();
  let askedMs: number | undefined;
  const stop = (reason: { error?: unknown }) => {
    controller.abort();
    resolve(reason);
  };
  const onSignal = () => {
    const nowMs = performance.now();
    if (askedMs !== undefined && nowMs - askedMs > sameSignalMs) force();
    askedMs ??= nowMs;
    stop({});
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  if (process.connected) process.on("disconnect", () => stop({}));
  return { signal: controller.signal, asked, fail: (error) => stop({ error }) };
}
