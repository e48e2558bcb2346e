import { BackendError } from "#lib/backends/backend-error.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { BackendErrorClass, TakeError, TakeStatus } from "#lib/core/take.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { log } from "#lib/log.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";
import { ClaimLost, settleTake, writeUnderClaim, type TakeClaim } from "./take-claim.ts";

/** Pauses between tries while a backend refuses for now: 5 s, 10 s, 20 s, … up to 5 min. */
const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 5 * 60_000;
const MAX_REFUSALS = 6;
/** When a backend names no time at which its quota is filled again. */
const QUOTA_PAUSE_MS = 10 * 60_000;
/** A day's quota is back by then in every time zone; what a backend says beyond this is not believed. */
const MAX_TOLD_PAUSE_MS = 48 * 60 * 60_000;

/**
 * Decides by the class of a failure what becomes of the take: wait and go on by itself, fail with what to do, or be
 * given back. One take's failure never touches another's.
 * @throws the error itself when the database is away; the queue then brings the job back.
 */
export async function settleFailure(
  services: WorkerServices,
  options: {
    claim: TakeClaim;
    error: unknown;
    data: JobData<"draw-take">;
    context: JobContext<JobData<"draw-take">>;
    claimSignal: AbortSignal;
  },
): Promise<void> {
  const { claim, error, data, context, claimSignal } = options;
  const { database } = services;
  if (error instanceof ClaimLost || claimSignal.aborted) return;
  // A backend's lost connection carries the same codes as the database's.
  const isDatabaseAway = !(error instanceof BackendError) && asUnavailable(error) !== null;
  if (isDatabaseAway && context.retryCount < context.retryLimit) throw error;
  const outcome = outcomeOf({ error, data, context });
  if (outcome.isBug) log.error({ err: error, takeId: claim.take.id }, "a take failed by a bug");
  else log.info({ err: error, takeId: claim.take.id, to: outcome.status?.state }, "a take stopped");
  const { status, startAfter } = outcome;
  if (!status) return;
  try {
    await writeUnderClaim({ database, claim }, async (transaction, locked) => {
      await settleTake(transaction, { locked, claim, status, label: outcome.label });
      if (!startAfter) return;
      const refusedCount = outcome.isRefusal ? data.refusedCount + 1 : data.refusedCount;
      await context.sendAgain(transaction, { ...data, refusedCount }, startAfter);
    });
  } catch (late) {
    if (!(late instanceof ClaimLost)) throw late;
  }
}

type Outcome = {
  /** Null leaves the take to whoever holds it now. */
  readonly status: TakeStatus | null;
  readonly label: string;
  /** Set when the take goes on by itself. */
  readonly startAfter: Date | null;
  readonly isRefusal: boolean;
  readonly isBug: boolean;
};

function outcomeOf(options: {
  error: unknown;
  data: JobData<"draw-take">;
  context: JobContext<JobData<"draw-take">>;
}): Outcome {
  const { error, data, context } = options;
  const now = new Date();
  const base = { startAfter: null, isRefusal: false, isBug: false };
  if (context.shutdown.aborted) {
    const status = { state: "queued", queuedAt: now.toISOString() } as const;
    return { ...base, status, label: "Give a take back", startAfter: now };
  }
  // Aborted for neither a cancel nor a shutdown: the queue has given the job to another worker.
  if (context.signal.aborted) return { ...base, status: null, label: "" };

  const failure = failureOf(error);
  const until = pauseUntil({ failure, refusedCount: data.refusedCount, now });
  if (until) {
    const status = { state: "waiting", until: until.toISOString(), error: failure.error } as const;
    const isRefusal = failure.error.errorClass !== "quota";
    return { ...base, status, label: "Let a take wait", startAfter: until, isRefusal };
  }
  if (failure.error.errorClass === "cancelled") {
    const status = { state: "cancelled", cancelledAt: now.toISOString() } as const;
    return { ...base, status, label: "Cancel a take" };
  }
  const status = { state: "failed", failedAt: now.toISOString(), error: failure.error } as const;
  return { ...base, status, label: "Fail a take", isBug: failure.isBug };
}

type Failure = {
  readonly error: TakeError;
  readonly retryAt: Date | null;
  readonly isBug: boolean;
};

const MAX_MESSAGE_CHARS = 1_000;

function failureOf(error: unknown): Failure {
  const failure = (errorClass: BackendErrorClass, message: string) => ({
    error: { errorClass, message: message.slice(0, MAX_MESSAGE_CHARS) },
    retryAt: error instanceof BackendError ? error.retryAt : null,
    isBug: !(error instanceof BackendError) && !(error instanceof GengaError),
  });
  if (error instanceof BackendError) return failure(error.errorClass, error.userMessage);
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

function pauseUntil(options: { failure: Failure; refusedCount: number; now: Date }): Date | null {
  const { failure, refusedCount, now } = options;
  const later = (ms: number) => new Date(now.getTime() + ms);
  const toldMs = failure.retryAt ? failure.retryAt.getTime() - now.getTime() : Number.NaN;
  const pauseMs = (options: { least: number; untold: number }) =>
    Number.isFinite(toldMs)
      ? Math.min(MAX_TOLD_PAUSE_MS, Math.max(options.least, toldMs))
      : options.untold;
  switch (failure.error.errorClass) {
    case "quota":
      // Quotas are waited for without end, so a time that is past must not make a circle of it.
      return later(pauseMs({ least: FIRST_PAUSE_MS, untold: QUOTA_PAUSE_MS }));
    case "busy":
    case "asleep":
    case "transport":
      if (refusedCount >= MAX_REFUSALS) return null;
      return later(
        pauseMs({ least: 0, untold: Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** refusedCount) }),
      );
    case "paused":
    case "rejected":
    case "broken":
    case "cancelled":
      return null;
  }
}
