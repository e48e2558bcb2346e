import { BackendError } from "#lib/backends/backend-error.ts";
import { NotNoted } from "#lib/backends/gradio/create-gradio-backend.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { pendingTrialStatus } from "#lib/projects/backends/trial-status.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import { untilDatabaseIsBack } from "../takes/until-database-is-back.ts";
import { drawTrial } from "../trials/draw-trial.ts";
import { settleTrialFailure } from "../trials/settle-trial-failure.ts";
import { claimTrial, settleTrial } from "../trials/trial-claim.ts";
import { watchTrial } from "../trials/watch-trial.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";

/** Nobody looks at a dialog for longer, and a queue that is longer is an answer too. */
const LONGEST_MS = 60 * 60_000;
/** How often one that waits for others of its workspace looks whether it may begin. */
const LOOK_AGAIN_MS = 3_000;

/** Tries a backend out: a claim, the drawing, the clip for the eye, one write of the outcome. */
export async function handleTryBackend(
  services: WorkerServices,
  data: JobData<"try-backend">,
  context: JobContext<JobData<"try-backend">>,
): Promise<void> {
  const { database } = services;
  const claim = await database.$transaction(async (transaction) => {
    const claimed = await claimTrial(transaction, data);
    if (claimed !== "later") return claimed;
    await context.sendAgain(transaction, data, new Date(Date.now() + LOOK_AGAIN_MS));
    return null;
  }, TRANSACTION_TIMES);
  if (!claim) return;
  const watch = watchTrial(database, claim);
  const overdue = AbortSignal.timeout(LONGEST_MS);
  const lost = AbortSignal.any([watch.signal, context.signal]);
  const signal = AbortSignal.any([lost, overdue, context.shutdown]);
  try {
    const drawn = await drawTrial(services, { claim, watch, signal });
    watch.stop();
    await untilDatabaseIsBack(signal, async () => {
      await settleTrial(database, { claim, ...drawn });
    });
  } catch (error) {
    watch.stop();
    if (lost.aborted) return;
    if (context.shutdown.aborted) {
      const status = pendingTrialStatus("queued", "Waiting for its turn");
      await database.$transaction(async (transaction) => {
        if (!(await settleTrial(transaction, { claim, status }))) return;
        await context.sendAgain(transaction, data, new Date());
      }, TRANSACTION_TIMES);
      return;
    }
    // A backend's lost connection carries the same codes as the database's.
    const isDatabases =
      error instanceof NotNoted ||
      (!(error instanceof BackendError) && asUnavailable(error) !== null);
    if (isDatabases && context.retryCount < context.retryLimit) throw error;
    await settleTrialFailure(database, { claim, error: overdue.aborted ? tooLong() : error });
  } finally {
    watch.stop();
  }
}

function tooLong(): BackendError {
  return new BackendError(
    "busy",
    "The backend had not drawn it after an hour, so Genga stopped waiting. Try it again when less is asked of it.",
  );
}
