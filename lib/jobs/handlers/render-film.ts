import { rm } from "node:fs/promises";
import { GengaError } from "#lib/core/errors.ts";
import { asUnavailable } from "#lib/db/database-away.ts";
import { log } from "#lib/log.ts";
import { stitchFilm, type StitchPart } from "#lib/media/stitch-film.ts";
import { specOfPart, type FilmPart, type FilmPlan } from "#lib/projects/film-plan.ts";
import { crashPoint } from "../crash-point.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import { createProgressReporter } from "../progress-reporter.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";
import { makeStillClip, makeTakeClip, saveClip, type MadeClip } from "./make-clip.ts";
import { claimRender, settleRender, standsIn, type RenderClaim } from "./render-claim.ts";

const WATCH_INTERVAL_MS = 500;

/** Makes a film of its plan: the clips and holds that are missing, the stitch, the blob, the one commit. */
export async function handleRenderFilm(
  services: WorkerServices,
  data: JobData<"render-film">,
  context: JobContext<JobData<"render-film">>,
): Promise<void> {
  const { database } = services;
  const claim = await claimRender(database, data);
  if (!claim) return;
  const over = new AbortController();
  const watch = setInterval(() => {
    standsIn(database, claim)
      .then(
        (stands) => stands || over.abort(new GengaError("cancelled", "The export was cancelled.")),
      )
      .catch(() => undefined);
  }, WATCH_INTERVAL_MS);
  try {
    const signal = AbortSignal.any([over.signal, context.signal, context.shutdown]);
    await renderFilm(services, { claim, signal });
  } catch (error) {
    if (over.signal.aborted) return;
    if (asUnavailable(error) && context.retryCount < context.retryLimit) throw error;
    if (context.shutdown.aborted) {
      await settleRender(database, {
        claim,
        status: { state: "queued" },
        within: (transaction) => context.sendAgain(transaction, data, new Date()),
      });
      return;
    }
    if (context.signal.aborted) return;
    log.error({ err: error, renderId: claim.renderId }, "a film failed");
    const message =
      error instanceof GengaError
        ? error.userMessage
        : "Genga could not make the film. Your drawings and takes are safe. Try the export again; the log has the rest.";
    await settleRender(database, { claim, status: { state: "failed", message } });
  } finally {
    clearInterval(watch);
  }
}

async function renderFilm(
  services: WorkerServices,
  options: { claim: RenderClaim; signal: AbortSignal },
): Promise<void> {
  const { blobs, database } = services;
  const { claim, signal } = options;
  const { plan } = claim;
  const reporter = createProgressReporter({
    database,
    projectId: claim.projectId,
    kind: "render",
    id: claim.renderId,
  });
  const tell = (fraction: number, detail: string) =>
    reporter.report({ fraction, detail, queuePosition: null, etaSeconds: null });
  const outputPath = await blobs.temporaryPath();
  try {
    const made = await madeClips(services, plan);
    const missing = new Map(
      plan.parts.flatMap((part) => (made.has(part.clipKey) ? [] : [[part.clipKey, part] as const])),
    );
    // Making clips is nearly all of the time; when none is missing the stitch is.
    const share = missing.size > 0 ? 0.8 : 0;
    let done = 0;
    for (const [key, part] of missing) {
      tell((share * done) / missing.size, `Preparing clip ${done + 1} of ${missing.size}`);
      const clip = await makePart(services, { plan, part, signal });
      await saveClip(database, clip);
      made.set(key, clip.blobHash);
      done += 1;
    }
    const clips = plan.parts.map((part): StitchPart => {
      const hash = made.get(part.clipKey) ?? "";
      return { path: blobs.path(hash), frames: part.frames };
    });
    const film = await stitchFilm({
      clips,
      ...plan.frame,
      frameRate: plan.frameRate,
      outputPath,
      onProgress: (fraction) => tell(share + (1 - share) * fraction, "Joining the clips"),
      onNote: (note) => log.warn({ renderId: claim.renderId, note }, "a clip was encoded again"),
      signal,
    });
    if (film.frames !== plan.totalFrames) {
      throw new Error(`the film has ${film.frames} frames, its schedule ${plan.totalFrames}`);
    }
    crashPoint("film-stitched");
    const { hash: blobHash, sizeBytes } = await blobs.putFile(outputPath);
    reporter.stop();
    await settleRender(database, { claim, status: { state: "ready", sizeBytes }, blobHash });
  } finally {
    reporter.stop();
    await rm(outputPath, { force: true });
  }
}

/** The blobs of those of the plan's clips that were made before, by key. */
async function madeClips(
  { database, blobs }: WorkerServices,
  plan: FilmPlan,
): Promise<Map<string, string>> {
  const keys = [...new Set(plan.parts.map((part) => part.clipKey))];
  const rows = await database.clip.findMany({ where: { key: { in: keys } } });
  const made = new Map<string, string>();
  for (const row of rows) if (await blobs.has(row.blobHash)) made.set(row.key, row.blobHash);
  return made;
}

async function makePart(
  services: WorkerServices,
  options: { plan: FilmPlan; part: FilmPart; signal: AbortSignal },
): Promise<MadeClip> {
  const { plan, part, signal } = options;
  const spec = specOfPart(plan, part);
  if (part.type === "clip" && "originalHash" in spec) {
    const { original, backendId } = part;
    return makeTakeClip(services, { spec, original, backendId, signal });
  }
  if ("imageId" in spec) return makeStillClip(services, { spec, signal });
  throw new Error("a part of a film plan is neither a hold nor a clip");
}
