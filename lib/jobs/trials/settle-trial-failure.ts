import { BackendError } from "#lib/backends/backend-error.ts";
import { AppChanged } from "#lib/backends/gradio/check-mapping.ts";
import { NotNoted } from "#lib/backends/gradio/create-gradio-backend.ts";
import { trialMessage } from "#lib/backends/trial-message.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { noteHealth } from "#lib/projects/backends/note-health.ts";
import { pauseBackend } from "#lib/projects/backends/pause-backend.ts";
import { failedTrialStatus } from "#lib/projects/backends/trial-status.ts";
import { failureOf } from "../takes/failure-of.ts";
import { pauseUntil } from "../takes/pause-until.ts";
import { settleTrial, type TrialClaim } from "./trial-claim.ts";

const MAX_MESSAGE_CHARS = 1_000;

/** Ends a trial as failed, and tells the workspace what it says of the backend. */
export async function settleTrialFailure(
  database: Database,
  options: { claim: TrialClaim; error: unknown },
): Promise<void> {
  const { claim, error } = options;
  const { trialId } = claim;
  const isExpected = error instanceof BackendError || error instanceof GengaError;
  if (isExpected) log.info({ err: error, trialId }, "a trial failed");
  else log.error({ err: error, trialId }, "a trial failed by a bug");
  const message = messageOf(error).slice(0, MAX_MESSAGE_CHARS);
  const isOurs = await settleTrial(database, { claim, status: failedTrialStatus(message) });
  if (isOurs) await noteWhatItTells(database, { claim, error, message });
}

function messageOf(error: unknown): string {
  if (error instanceof BackendError) return trialMessage(error);
  if (error instanceof GengaError) return error.userMessage;
  return "Genga could not finish this trial. Your projects are as they were. Try it again; the log has the rest.";
}

/**
 * A quota pauses the backend for takes too, since they would only hear the same. What is asleep, paused by its owner or
 * changed is noted where it is opened; busy is well enough; all else is broken until it has drawn or was looked at again.
 */
async function noteWhatItTells(
  database: Database,
  options: { claim: TrialClaim; error: unknown; message: string },
): Promise<void> {
  const { claim, error, message } = options;
  const { workspaceId, backendId } = claim;
  const isUnusable = error instanceof GengaError && error.code === "original-rejected";
  if (error instanceof BackendError && error.errorClass === "quota") {
    const failure = failureOf(error);
    const until = pauseUntil({ failure, refusedCount: 0, now: new Date() });
    const { quotaSecondsPerTake } = error;
    if (until) {
      const told = { errorClass: error.errorClass, message: failure.error.message };
      await pauseBackend(database, {
        ...{ workspaceId, backendId, until, error: told, quotaSecondsPerTake },
      });
    }
  } else if (isUnusable || (error instanceof BackendError && saysBroken(error))) {
    const health = { state: "broken", problem: message } as const;
    await noteHealth(database, { workspaceId, backendId, health });
  }
}

function saysBroken(error: BackendError): boolean {
  const { errorClass } = error;
  if (error instanceof AppChanged || error instanceof NotNoted) return false;
  return errorClass === "transport" || errorClass === "rejected" || errorClass === "broken";
}
