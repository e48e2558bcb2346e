import { rm } from "node:fs/promises";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { Checkpoint, DrawProgress } from "#lib/backends/in-between-backend.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import { EMPTY_CHANGE } from "#lib/core/change.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { Original } from "#lib/core/take.ts";
import type { Database } from "#lib/db/client.ts";
import { findEqualTakes } from "#lib/projects/find-equal-takes.ts";
import { noteDrawn } from "#lib/projects/backends/note-drawn.ts";
import { crashPoint } from "../crash-point.ts";
import type { ProgressReporter } from "../progress-reporter.ts";
import type { WorkerServices } from "../worker-services.ts";
import { commitServerChange } from "../server-change.ts";
import { fallbackNote } from "./fallback-note.ts";
import { fittedDrawings } from "./fitted-drawings.ts";
import type { Preparation } from "./prepare-take.ts";
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
    preparation: Preparation | null;
    onAsked: () => void;
    makeWay: () => Promise<void>;
    reporter: ProgressReporter;
    signal: AbortSignal;
  },
): Promise<Original> {
  const { blobs, database, backends } = services;
  const { claim, preparation, onAsked, makeWay, reporter, signal } = options;
  const { recipe } = claim.take;
  const { workspaceId } = claim;
  const backend = await backends.find({ workspaceId, backendId: recipe.backendId });
  if (!backend || backend.description.version !== recipe.backendVersion) throw backendGone(recipe);
  const outputPath = await blobs.temporaryPath();
  try {
    const prepared = await preparation?.use(recipe, signal);
    crashPoint("take-drawing");
    const onDrawn = timedPlace(database, claim);
    const request = {
      outputPath,
      checkpoint: checkpointOf(services, claim),
      onProgress: (progress: DrawProgress) => reporter.report(progress),
      onDrawn: () => void onDrawn(),
      signal,
    };
    onAsked();
    const { notes } = prepared
      ? await prepared.draw(request)
      : await backend.draw({ recipe, ...(await fittedDrawings(blobs, recipe)), ...request });
    const drawMs = await onDrawn();
    await makeWay();
    crashPoint("take-drawn");
    const drawn = await services.deriving.run(
      () => inspectDrawn({ backend, recipe, path: outputPath, signal }),
      signal,
    );
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
 * Gives the place back when it is called, for what follows a drawing is our own work.
 * @returns what resolves, once it is given back, to the time that the drawing took, in milliseconds
 */
function timedPlace(database: Database, claim: TakeClaim): () => Promise<number> {
  const startMs = performance.now();
  let freed: Promise<number> | null = null;
  return () => {
    const drawMs = performance.now() - startMs;
    freed ??= freePlace(database, claim).then(() => drawMs);
    return freed;
  };
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

function checkpointOf(services: WorkerServices, claim: TakeClaim): Checkpoint {
  const { database } = services;
  const name = { projectId: claim.projectId, id: claim.take.id };
  return {
    read: async () => claim.backendRef,
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
