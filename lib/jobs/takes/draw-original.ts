import { rm } from "node:fs/promises";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { Checkpoint } from "#lib/backends/in-between-backend.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { Original } from "#lib/core/take.ts";
import type { Database } from "#lib/db/client.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { findEqualTakes } from "#lib/projects/find-equal-takes.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";
import { noteDrawn } from "#lib/projects/backends/note-drawn.ts";
import { crashPoint } from "../crash-point.ts";
import type { ProgressReporter } from "../progress-reporter.ts";
import type { WorkerServices } from "../worker-services.ts";
import { commitServerChange } from "../server-change.ts";
import { fallbackNote } from "./fallback-note.ts";
import { writeUnderClaim, type TakeClaim } from "./take-claim.ts";
import { freePlace } from "./take-lease.ts";
import { untilDatabaseIsBack } from "./until-database-is-back.ts";

/**
 * Has the backend draw a take, looks at what came back, and keeps it as the take's original. Once this resolves the
 * drawing is never paid for again, whatever fails after it.
 * @throws BackendError, GengaError `original-rejected`, ClaimLost
 */
export async function drawOriginal(
  services: WorkerServices,
  options: {
    claim: TakeClaim;
    reporter: ProgressReporter;
    signal: AbortSignal;
  },
): Promise<Original> {
  const { blobs, database, backends } = services;
  const { claim, reporter, signal } = options;
  const { recipe } = claim.take;
  const { workspaceId } = claim;
  const backend = await backends.find({ workspaceId, backendId: recipe.backendId });
  if (!backend || backend.description.version !== recipe.backendVersion) throw backendGone(recipe);
  const outputPath = await blobs.temporaryPath();
  try {
    const drawings = await fittedDrawings(blobs, recipe);
    crashPoint("take-drawing");
    const startMs = performance.now();
    const { notes } = await backend.draw({
      recipe,
      ...drawings,
      outputPath,
      checkpoint: checkpointOf(services, claim),
      onProgress: (progress) => reporter.report(progress),
      signal,
    });
    const drawMs = performance.now() - startMs;
    // What follows is our own work: the backend may go on with the next take.
    await freePlace(database, claim);
    crashPoint("take-drawn");
    const drawn = await inspectDrawn({ backend, recipe, path: outputPath, signal });
    const { hash } = await blobs.putFile(outputPath);
    const original: Original = { hash, ...drawn };
    await untilDatabaseIsBack(signal, async () => {
      const inPlaceOf = await fallbackNote(database, claim);
      await keepOriginal(database, { claim, original, notes: [...inPlaceOf, ...notes] });
    });
    await noteDrawn(database, { workspaceId, backendId: recipe.backendId, drawMs });
    crashPoint("original-stored");
    return original;
  } finally {
    await rm(outputPath, { force: true });
    await rm(`${outputPath}.part`, { force: true });
  }
}

/**
 * Takes over what was drawn for the same fingerprint in the workspace since the take was asked for: of twenty equal
 * pairs in one project, one is drawn.
 * @returns null when there is none
 */
export async function reuseOriginal(
  services: WorkerServices,
  claim: TakeClaim,
): Promise<Original | null> {
  const { workspaceId, take } = claim;
  const fingerprints = [take.fingerprint];
  const equals = await findEqualTakes(services, { workspaceId, fingerprints });
  const equal = equals.get(take.fingerprint);
  if (!equal) return null;
  await keepOriginal(services.database, { claim, ...equal });
  return equal.original;
}

async function keepOriginal(
  database: Database,
  options: { claim: TakeClaim; original: Original; notes: readonly string[] },
): Promise<void> {
  const { claim, original, notes } = options;
  const to = { original, notes };
  await writeUnderClaim({ database, claim }, async (transaction, locked) => {
    await commitServerChange(transaction, {
      locked,
      label: "Keep what the backend gave",
      change: { ...EMPTY_CHANGE, patch: [{ kind: "take", id: claim.take.id, from: {}, to }] },
    });
  });
}

/** The two drawings as the recipe names them, also when the project's frame has changed since. */
async function fittedDrawings(
  blobs: BlobStore,
  recipe: Recipe,
): Promise<{ from: RawFrame; to: RawFrame }> {
  const { fit, asked } = recipe;
  const fitted = async (imageId: string) =>
    fitForBackend({ picture: await blobs.readBytes(imageId), fit, asked });
  return { from: await fitted(recipe.fromImageId), to: await fitted(recipe.toImageId) };
}

function checkpointOf(services: WorkerServices, claim: TakeClaim): Checkpoint {
  const { database } = services;
  const name = { projectId: claim.projectId, id: claim.take.id };
  return {
    async read() {
      const row = await database.take.findUnique({
        where: { projectId_id: name },
        select: { backendRef: true },
      });
      return row?.backendRef ?? null;
    },
    async write(reference) {
      await database.take.updateMany({
        where: { ...name, attempt: claim.attempt },
        data: { backendRef: reference },
      });
    },
  };
}

function backendGone(recipe: Recipe): BackendError {
  return new BackendError(
    "rejected",
    "The backend that this take was asked of is no longer there in that version. Generate the segment again.",
    { log: `no backend ${recipe.backendId} ${recipe.backendVersion}` },
  );
}
