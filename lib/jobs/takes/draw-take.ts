import type { Original, Take } from "#lib/core/take.ts";
import { crashPoint } from "../crash-point.ts";
import { makeTakeClip } from "../handlers/make-clip.ts";
import { createProgressReporter } from "../progress-reporter.ts";
import type { WorkerServices } from "../worker-services.ts";
import { drawOriginal, reuseOriginal } from "./draw-original.ts";
import { finishTake } from "./finish-take.ts";
import type { Preparation } from "./prepare-take.ts";
import { settleFailure } from "./settle-failure.ts";
import type { TakeClaim } from "./take-claim.ts";
import { freePlace, watchClaim } from "./take-lease.ts";
import { wantedSpec } from "./wanted-spec.ts";

/**
 * Draws one claimed take from its recipe to its ready clip. Every step may be repeated by another attempt.
 * @param options.preparation what was sent to the backend ahead, which the caller lets go of
 * @param options.onAsked called when the backend is asked, or as soon as none has to be
 * @param options.makeWay waited for before the work on what the backend gave, which can wait for a moment
 */
export async function drawTake(
  services: WorkerServices,
  options: {
    claim: TakeClaim;
    preparation: Preparation | null;
    onAsked: () => void;
    makeWay: () => Promise<void>;
    shutdown: AbortSignal;
  },
): Promise<void> {
  const { claim, preparation, onAsked, makeWay, shutdown } = options;
  const { database } = services;
  crashPoint("take-claimed");
  const { projectId, take } = claim;
  const reporter = createProgressReporter({ database, projectId, kind: "take", id: take.id });
  const watch = watchClaim(database, claim);
  const signal = AbortSignal.any([watch.signal, shutdown]);
  try {
    const original =
      (await keptOriginal(services, take)) ??
      (claim.mayReuse ? await reuseOriginal(services, claim) : null) ??
      (await drawOriginal(services, { claim, preparation, onAsked, makeWay, reporter, signal }));
    onAsked();
    // What was reused took a place too.
    await freePlace(database, claim);
    const detail = "Making the clip";
    reporter.report({ fraction: 1, detail, queuePosition: null, etaSeconds: null });
    await makeWay();
    const spec = await wantedSpec(database, { claim, original });
    const { backendId } = take.recipe;
    const clip =
      spec &&
      (await services.deriving.run(
        () => makeTakeClip(services, { spec, original, backendId, signal }),
        signal,
      ));
    crashPoint("clip-made");
    reporter.stop();
    await finishTake(services, { claim, clip });
    crashPoint("take-ready");
  } catch (error) {
    await settleFailure(services, { claim, error, claimSignal: watch.signal, shutdown });
  } finally {
    reporter.stop();
    watch.stop();
  }
}

/** What an earlier attempt was given; null when there is none, or when its file is lost: then it is drawn anew. */
async function keptOriginal({ blobs }: WorkerServices, take: Take): Promise<Original | null> {
  return take.original && (await blobs.has(take.original.hash)) ? take.original : null;
}
