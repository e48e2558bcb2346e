import type { PreparedDrawing } from "#lib/backends/in-between-backend.ts";
import { fingerprintOf, type Recipe } from "#lib/core/recipe.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { log } from "#lib/log.ts";
import type { WorkerServices } from "../worker-services.ts";
import { fittedDrawings } from "./fitted-drawings.ts";
import type { Reservation } from "./look-for-takes.ts";
import { recipeForBackend } from "./recipe-for-backend.ts";

/** A server may have been started anew by then, or have cleared its files away. */
const HOLDS_MS = 2 * 60_000;

/** A take on its way to its backend before it has a place there. */
export type Preparation = {
  /** What is prepared for this very recipe; null when it isn't there: then the drawing begins from the start. */
  use(recipe: Recipe, signal: AbortSignal): Promise<PreparedDrawing | null>;
  /** Lets go of it, whether it was used or not. Never fails. */
  discard(): Promise<void>;
};

/**
 * Begins to send a take's drawings to the backend that it waits for. Nothing is told of it, and nothing that goes wrong
 * counts: the drawing itself meets it again.
 * @param options.makeWay waited for before it begins
 */
export function prepareTake(
  services: WorkerServices,
  options: { reservation: Reservation; makeWay: () => Promise<void> },
): Preparation {
  const { reservation, makeWay } = options;
  const controller = new AbortController();
  const begin = async () => {
    await makeWay();
    return make(services, reservation, controller.signal);
  };
  const made = begin().catch((error: unknown) => {
    log.debug({ err: error, takeId: reservation.takeId }, "a take could not be prepared");
    return null;
  });
  return {
    async use(recipe, signal) {
      const giveUp = () => controller.abort(signal.reason);
      signal.addEventListener("abort", giveUp, { once: true });
      const prepared = await made;
      signal.removeEventListener("abort", giveUp);
      if (prepared?.fingerprint !== fingerprintOf(recipe)) return null;
      return performance.now() - prepared.madeMs < HOLDS_MS ? prepared.drawing : null;
    },
    async discard() {
      controller.abort(new Error("not needed any more"));
      await (await made)?.drawing.discard();
    },
  };
}

type Prepared = {
  readonly fingerprint: string;
  readonly drawing: PreparedDrawing;
  readonly madeMs: number;
};

async function make(
  { database, blobs, backends }: WorkerServices,
  reservation: Reservation,
  signal: AbortSignal,
): Promise<Prepared | null> {
  const { workspaceId, projectId, takeId, backendId } = reservation;
  const row = await database.take.findUnique({
    where: { projectId_id: { projectId, id: takeId } },
  });
  if (!row) return null;
  const take = recordOf("take", row);
  if (take.original) return null;
  const recipe = await recipeForBackend(database, { workspaceId, projectId, take, backendId });
  const backend = await backends.find({ workspaceId, backendId });
  if (!backend?.prepare || backend.description.version !== recipe.backendVersion) return null;
  const drawings = await fittedDrawings(blobs, recipe);
  const drawing = await backend.prepare({ recipe, ...drawings, signal });
  return { fingerprint: fingerprintOf(recipe), drawing, madeMs: performance.now() };
}
