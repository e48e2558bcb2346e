import type { BackendErrorClass } from "#lib/core/take.ts";
import type { Failure } from "./failure-of.ts";

/** Pauses between tries while a backend refuses for now: 5 s, 10 s, 20 s, … up to 5 min. */
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 5 * 60_000;
const MAX_REFUSALS = 6;
/** When a backend names no time at which its quota is filled again. */
const QUOTA_PAUSE_MS = 10 * 60_000;
/** A day's quota is back by then in every time zone; what a backend says beyond this is not believed. */
const MAX_TOLD_PAUSE_MS = 48 * 60 * 60_000;

/** Whether a failure counts towards the tries after which a take is given up; quotas are waited for without end. */
export function isRefusal(errorClass: BackendErrorClass): boolean {
  return errorClass === "busy" || errorClass === "asleep" || errorClass === "transport";
}

/** Until when a take waits that may go on by itself; null when it may not. */
export function pauseUntil(options: {
  failure: Pick<Failure, "error" | "retryAt">;
  refusedCount: number;
  now: Date;
}): Date | null {
  const { failure, refusedCount, now } = options;
  const later = (ms: number) => new Date(now.getTime() + ms);
  const toldMs = failure.retryAt ? failure.retryAt.getTime() - now.getTime() : Number.NaN;
  const pauseMs = (options: { least: number; untold: number }) =>
    Number.isFinite(toldMs)
      ? Math.min(MAX_TOLD_PAUSE_MS, Math.max(options.least, toldMs))
      : options.untold;
  const { errorClass } = failure.error;
  // A time that is past must not make a circle of an endless wait.
  if (errorClass === "quota")
    return later(pauseMs({ least: FIRST_PAUSE_MS, untold: QUOTA_PAUSE_MS }));
  if (!isRefusal(errorClass) || refusedCount >= MAX_REFUSALS) return null;
  return later(
    pauseMs({ least: 0, untold: Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** refusedCount) }),
  );
}
