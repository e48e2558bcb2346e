import { setTimeout as pause } from "node:timers/promises";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { BackendErrorClass } from "#lib/core/take.ts";

/** Why nothing is done at the moment, and until when. */
export type Wait = { readonly until: Date; readonly error: BackendError };

/** 1, 2, 4 … 32 s: about a minute, which a lost line or a full queue often is over in. */
const FIRST_PAUSE_MS = 1_000;
const MAX_TRIES = 7;
/** A backend that names a time further off is waited for only by whoever asked for that. */
const MAX_TOLD_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 5 * 60_000;
/** Between two questions to a backend whose quota is empty and that names no time. */
const QUOTA_PAUSE_MS = 10 * 60_000;
/** A machine that slept in between looks at its clock again after this. */
const NAP_MS = 15_000;

export const PASSING: ReadonlySet<BackendErrorClass> = new Set(["busy", "asleep", "transport"]);

/**
 * Does work with a backend again while its trouble may pass: a lost line, a full queue, an app that starts.
 * @param options.waits as long as it takes, also for a quota; else a few tries within about a minute
 * @throws what the last try threw; the signal's reason
 */
export async function patiently<Result>(options: {
  work: () => Promise<Result>;
  waits: boolean;
  passing?: ReadonlySet<BackendErrorClass>;
  onWait: (wait: Wait) => void;
  signal: AbortSignal;
  firstPauseMs?: number;
}): Promise<Result> {
  const { work, onWait, signal } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BackendError)) throw error;
      const until = waitUntil(error, { ...options, tries });
      if (!until) throw error;
      onWait({ until, error });
      await waitFor(until, signal);
    }
  }
}

function waitUntil(
  error: BackendError,
  options: {
    tries: number;
    waits: boolean;
    passing?: ReadonlySet<BackendErrorClass>;
    firstPauseMs?: number;
  },
): Date | null {
  const { tries, waits, passing = PASSING, firstPauseMs = FIRST_PAUSE_MS } = options;
  const { errorClass, retryAt } = error;
  const nowMs = Date.now();
  const toldMs = retryAt ? retryAt.getTime() - nowMs : null;
  if (errorClass === "quota") {
    // A time that is past must not make a circle of an endless wait.
    return waits ? new Date(nowMs + Math.max(firstPauseMs, toldMs ?? QUOTA_PAUSE_MS)) : null;
  }
  if (!passing.has(errorClass)) return null;
  if (!waits && (tries >= MAX_TRIES || (toldMs ?? 0) > MAX_TOLD_PAUSE_MS)) return null;
  const growing = Math.min(MAX_PAUSE_MS, firstPauseMs * 2 ** (tries - 1));
  return new Date(nowMs + Math.max(toldMs ?? 0, growing));
}

async function waitFor(until: Date, signal: AbortSignal): Promise<void> {
  for (;;) {
    const leftMs = until.getTime() - Date.now();
    if (leftMs <= 0) return;
    await pause(Math.min(leftMs, NAP_MS), undefined, { signal });
  }
}
