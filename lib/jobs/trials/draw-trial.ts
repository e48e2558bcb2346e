import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { Checkpoint } from "#lib/backends/in-between-backend.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import type { TrialStatus } from "#lib/core/backend-settings.ts";
import { framesPerSecond } from "#lib/core/frame-rate.ts";
import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import { TRIAL_DRAWINGS } from "#lib/core/sample-story/trial-drawings.ts";
import { trialStory } from "#lib/core/trial-story.ts";
import type { Database } from "#lib/db/client.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import { renderSvg } from "#lib/media/render-svg.ts";
import { noteDrawn } from "#lib/projects/backends/note-drawn.ts";
import { crashPoint } from "../crash-point.ts";
import { untilDatabaseIsBack } from "../takes/until-database-is-back.ts";
import type { WorkerServices } from "../worker-services.ts";
import type { TrialClaim } from "./trial-claim.ts";
import { makeTrialClip } from "./trial-clip.ts";
import { awaitPlace, freeTrialPlace } from "./trial-place.ts";
import type { TrialWatch } from "./watch-trial.ts";

const SEED = 1;

/**
 * Has the backend draw between the two built-in drawings, exactly as for a take, and brings what came back into the
 * house format.
 * @throws BackendError, GengaError `original-rejected` or `cancelled`
 */
export async function drawTrial(
  services: WorkerServices,
  options: { claim: TrialClaim; watch: TrialWatch; signal: AbortSignal },
): Promise<{ status: TrialStatus; blobHash: string }> {
  const { blobs, database, backends, deriving } = services;
  const { claim, watch, signal } = options;
  const { workspaceId, backendId } = claim;
  const keyframes = {
    first: await renderSvg(TRIAL_DRAWINGS.first()),
    last: await renderSvg(TRIAL_DRAWINGS.last()),
  };
  const onWait = () =>
    watch.report({ fraction: null, detail: "It is drawing takes. This comes next." });
  // Before the backend is read: its settings may change while the trial waits.
  await awaitPlace(database, { claim, onWait, signal });
  const backend = await backends.find({ workspaceId, backendId, isTrial: true });
  if (!backend) throw new BackendError("rejected", "This backend was removed. Nothing was drawn.");
  const { project, segment } = trialStory({
    firstImageId: sha256(keyframes.first),
    lastImageId: sha256(keyframes.last),
    prompt: TRIAL_DRAWINGS.prompt,
  });
  const { description } = backend;
  const seed = seedWithin(description, SEED);
  const recipe = recipeOf({ project, segment, backend: description, seed });
  const { fit, asked } = recipe;
  const outputPath = await blobs.temporaryPath();
  try {
    const from = await fitForBackend({ picture: keyframes.first, fit, asked });
    const to = await fitForBackend({ picture: keyframes.last, fit, asked });
    crashPoint("trial-drawing");
    const startMs = performance.now();
    const { notes } = await backend.draw({
      ...{ recipe, from, to, outputPath, signal },
      checkpoint: checkpointOf(database, claim),
      onProgress: (progress) => watch.report(progress),
    });
    const elapsedMs = Math.round(performance.now() - startMs);
    await freeTrialPlace(database, claim);
    watch.report({ fraction: 1, detail: "Looking at the video" });
    const drawn = await deriving.run(
      () => inspectDrawn({ backend, recipe, path: outputPath, signal }),
      signal,
    );
    const original = { ...drawn, path: outputPath, trusted: backend.isTrusted };
    const clip = await makeTrialClip(services, { project, original, keyframes, signal });
    await untilDatabaseIsBack(signal, () =>
      noteDrawn(database, { workspaceId, backendId, drawMs: elapsedMs }),
    );
    const { frames, width, height, frameRate } = drawn;
    return {
      blobHash: clip.blobHash,
      status: {
        ...{ state: "ready", detail: "", fraction: 1, message: null },
        ...{ frames, width, height, framesPerSecond: framesPerSecond(frameRate), elapsedMs },
        notes: [...notes, ...clip.notes],
      },
    };
  } finally {
    await rm(outputPath, { force: true });
    await rm(`${outputPath}.part`, { force: true });
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function checkpointOf(database: Database, claim: TrialClaim): Checkpoint {
  const { workspaceId, trialId: id, attempt } = claim;
  return {
    async read() {
      const row = await database.backendTrial.findUnique({
        where: { workspaceId_id: { workspaceId, id } },
        select: { backendRef: true },
      });
      return row?.backendRef ?? null;
    },
    async write(backendRef) {
      await database.backendTrial.updateMany({
        where: { workspaceId, id, attempt },
        data: { backendRef },
      });
    },
  };
}
