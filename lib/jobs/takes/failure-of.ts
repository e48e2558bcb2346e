import { BackendError } from "#lib/backends/backend-error.ts";
import { AppChanged } from "#lib/backends/gradio/check-mapping.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { BackendErrorClass, TakeError } from "#lib/core/take.ts";

/** What went wrong with a take, as far as it decides what happens next. */
export type Failure = {
  readonly error: TakeError;
  readonly retryAt: Date | null;
  /** Whether the backend said so; else it is ours, or what the backend gave can't be used. */
  readonly isBackends: boolean;
  /** Whether the backend's app isn't the one that was confirmed: so it is for every take. */
  readonly isChanged: boolean;
  readonly quotaSecondsPerTake: number | undefined;
};

const MAX_MESSAGE_CHARS = 1_000;

/** Any error as a failure of a take; one that nobody expected is a bug, and says so in our words. */
export function failureOf(error: unknown): Failure {
  const isBackends = error instanceof BackendError;
  const failure = (errorClass: BackendErrorClass, message: string) => ({
    error: { errorClass, message: message.slice(0, MAX_MESSAGE_CHARS) },
    retryAt: isBackends ? error.retryAt : null,
    isBackends,
    isChanged: error instanceof AppChanged,
    quotaSecondsPerTake: isBackends ? error.quotaSecondsPerTake : undefined,
  });
  if (isBackends) return failure(error.errorClass, error.userMessage);
  if (error instanceof GengaError) {
    const isForUser = error.code === "limit" || error.code === "unavailable";
    const errorClass = error.code === "cancelled" ? "cancelled" : isForUser ? "rejected" : "broken";
    return failure(errorClass, error.userMessage);
  }
  return failure(
    "broken",
    "Genga could not finish this take. Your drawings and other takes are safe. Try it again; the log has the rest.",
  );
}
