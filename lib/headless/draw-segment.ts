import { rm } from "node:fs/promises";
import { basename } from "node:path";
import type { DrawProgress, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import { isGengaError } from "#lib/core/errors.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { Original } from "#lib/core/take.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import type { KeptDrawings } from "./kept-drawings.ts";
import { patiently, type Wait } from "./patiently.ts";

export type DrawnSegment = {
  readonly original: Omit<Original, "hash"> & { readonly path: string; readonly trusted: boolean };
  readonly notes: readonly string[];
};

/**
 * The video of a segment, looked at: one that is kept from an earlier run, or a new one, drawn again while the
 * backend's trouble may pass.
 * @param options.kept null where nothing is kept between runs; what this machine itself draws never is
 * @throws BackendError, GengaError `original-rejected`; the signal's reason
 */
export async function drawSegment(options: {
  backend: InBetweenBackend;
  recipe: Recipe;
  first: Uint8Array;
  last: Uint8Array;
  outputPath: string;
  kept: KeptDrawings | null;
  waits: boolean;
  onProgress: (progress: DrawProgress) => void;
  onWait: (wait: Wait) => void;
  signal: AbortSignal;
}): Promise<DrawnSegment> {
  const { backend, recipe, first, last, outputPath, signal } = options;
  const kept = backend.isTrusted ? null : options.kept;
  const found = await findKept({ backend, recipe, kept, signal });
  if (found) return found;
  const { fit, asked } = recipe;
  const from = await fitForBackend({ picture: first, fit, asked });
  const to = await fitForBackend({ picture: last, fit, asked });
  const drawn = await patiently({
    ...options,
    work: () =>
      backend.draw({
        ...options,
        from,
        to,
        checkpoint: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
      }),
  });
  const inspected = await inspectDrawn({ backend, recipe, path: outputPath, signal });
  await kept?.keep(recipe, outputPath);
  return {
    original: { ...inspected, path: outputPath, trusted: backend.isTrusted },
    notes: drawn.notes,
  };
}

async function findKept(options: {
  backend: InBetweenBackend;
  recipe: Recipe;
  kept: KeptDrawings | null;
  signal: AbortSignal;
}): Promise<DrawnSegment | null> {
  const { backend, recipe, kept, signal } = options;
  const path = await kept?.find(recipe);
  if (!path) return null;
  try {
    const inspected = await inspectDrawn({ backend, recipe, path, signal });
    return {
      original: { ...inspected, path, trusted: false },
      notes: [`Drawn in an earlier run and kept (${basename(path).slice(0, 12)}…).`],
    };
  } catch (error) {
    if (!isGengaError(error) || error.code !== "original-rejected") throw error;
    await rm(path, { force: true });
    return null;
  }
}
