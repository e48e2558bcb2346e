import { BackendError } from "#lib/backends/backend-error.ts";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { canBeHelped } from "#lib/core/choose-backend.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { TakeStatus } from "#lib/core/take.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { log } from "#lib/log.ts";
import { pauseBackend } from "#lib/projects/backends/pause-backend.ts";
import { readDrawingBackends } from "#lib/projects/backends/read-drawing-backends.ts";
import { tellTakesChanged } from "#lib/projects/takes-channel.ts";
import type { WorkerServices } from "../worker-services.ts";
import { failureOf, type Failure } from "./failure-of.ts";
import { isRefusal, pauseUntil } from "./pause-until.ts";
import { ClaimLost, settleTake, writeUnderClaim, type TakeClaim } from "./take-claim.ts";

/** How long a backend that is broken or was paused by its owner is left alone while another helps out. */
const UNWELL_PAUSE_MS = 5 * 60_000;
/** How long one whose app has changed is left alone: as a rule somebody confirms the app again, which ends it. */
const CHANGED_PAUSE_MS = 60 * 60_000;

/**
 * Decides by the class of a failure what becomes of the take: wait and go on by itself, go to another backend, fail with
 * what to do, or be given back. One take's failure never touches another's; a backend's pause is told to all.
 * @throws the error itself when the database is away: the lease lapses, and another try begins.
 */
export async function settleFailure(
  services: WorkerServices,
  options: {
    claim: TakeClaim;
    error: unknown;
    claimSignal: AbortSignal;
    shutdown: AbortSignal;
  },
): Promise<void> {
  const { claim, error, claimSignal, shutdown } = options;
  if (error instanceof ClaimLost || claimSignal.aborted) return;
  // A backend's lost connection carries the same codes as the database's.
  if (!(error instanceof BackendError) && asUnavailable(error) !== null) throw error;
  const outcome = shutdown.aborted
    ? { status: queuedNow(), label: "Give a take back", isRefused: false }
    : await outcomeOf(services, { claim, failure: failureOf(error) });
  const isExpected = error instanceof BackendError || error instanceof GengaError;
  if (!isExpected && outcome.status.state === "failed") {
    log.error({ err: error, takeId: claim.take.id }, "a take failed by a bug");
  } else
    log.info({ err: error, takeId: claim.take.id, to: outcome.status.state }, "a take stopped");
  try {
    await writeUnderClaim({ database: services.database, claim }, async (transaction, locked) => {
      const { status, label, isRefused } = outcome;
      await settleTake(transaction, { locked, claim, status, label });
      await transaction.take.update({
        where: { projectId_id: { projectId: claim.projectId, id: claim.take.id } },
        data: { refusedCount: isRefused ? claim.refusedCount + 1 : claim.refusedCount },
      });
      await tellTakesChanged(transaction);
    });
  } catch (late) {
    if (!(late instanceof ClaimLost)) throw late;
  }
}

type Outcome = {
  readonly status: TakeStatus;
  readonly label: string;
  /** Counts towards the tries after which it is given up. */
  readonly isRefused: boolean;
};

async function outcomeOf(
  services: WorkerServices,
  options: { claim: TakeClaim; failure: Failure },
): Promise<Outcome> {
  const { claim, failure } = options;
  const { errorClass } = failure.error;
  const now = new Date();
  const until = pauseUntil({ failure, refusedCount: claim.refusedCount, now });
  const isRefused = isRefusal(errorClass);
  if (await goesElsewhere(services, { claim, failure, until, now })) {
    return { status: queuedNow(), label: "Ask another backend", isRefused: true };
  }
  if (until) {
    const status = { state: "waiting", until: until.toISOString(), error: failure.error } as const;
    return { status, label: "Let a take wait", isRefused };
  }
  if (errorClass === "cancelled") {
    const status = { state: "cancelled", cancelledAt: now.toISOString() } as const;
    return { status, label: "Cancel a take", isRefused: false };
  }
  const status = { state: "failed", failedAt: now.toISOString(), error: failure.error } as const;
  return { status, label: "Fail a take", isRefused: false };
}

/** Tells a backend's trouble to its other takes, and says whether another backend can go on with this one at once. */
async function goesElsewhere(
  { database }: WorkerServices,
  options: { claim: TakeClaim; failure: Failure; until: Date | null; now: Date },
): Promise<boolean> {
  const { claim, failure, until, now } = options;
  const { workspaceId, backendId, take } = claim;
  const { error, quotaSecondsPerTake } = failure;
  const { isChanged } = failure;
  const isUnwell = error.errorClass === "paused" || error.errorClass === "broken" || isChanged;
  if (backendId === DRAFT_DESCRIPTION.id || !failure.isBackends || (!until && !isUnwell))
    return false;
  const askedBackendId = take.recipe.fallbackFor ?? take.recipe.backendId;
  const found = await readDrawingBackends(database, { workspaceIds: [workspaceId], used: [] });
  const backends = found.get(workspaceId) ?? [];
  const isHelped = canBeHelped({ askedBackendId, exceptId: backendId, backends });
  const later = (ms: number) => new Date(now.getTime() + ms);
  const unwellUntil = isChanged
    ? later(CHANGED_PAUSE_MS)
    : isHelped
      ? later(UNWELL_PAUSE_MS)
      : null;
  const pausedUntil = until ?? unwellUntil;
  if (pausedUntil) {
    await pauseBackend(database, {
      workspaceId,
      backendId,
      until: pausedUntil,
      error,
      quotaSecondsPerTake,
    });
  }
  return isHelped;
}

function queuedNow(): TakeStatus {
  return { state: "queued", queuedAt: new Date().toISOString() };
}
