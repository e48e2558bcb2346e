import { filmAreaOf } from "#lib/core/film-area.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { Original } from "#lib/core/take.ts";
import { inspectOriginal } from "#lib/media/decode-original.ts";
import { readClipIndex } from "#lib/media/read-clip-index.ts";
import type { InBetweenBackend } from "./in-between-backend.ts";

/**
 * Looks at what a backend drew, and says where the film's frame of the recipe lies in it. A video from outside is
 * decoded whole, in a process that may die.
 * @throws GengaError `original-rejected`, `cancelled`
 */
export async function inspectDrawn(options: {
  backend: InBetweenBackend;
  recipe: Recipe;
  path: string;
  signal: AbortSignal;
}): Promise<Omit<Original, "hash">> {
  const { backend, recipe, path, signal } = options;
  const { asked } = recipe;
  const { frames, width, height, frameRate } = backend.isTrusted
    ? await readClipIndex(path)
    : await inspectOriginal(path, { signal });
  const area = filmAreaOf({ asked, given: { width, height } });
  const isWhole = area.width === width && area.height === height;
  return {
    frames,
    width,
    height,
    frameRate,
    span: backend.description.span,
    drawnFor: asked.drawnFor ?? { width: asked.width, height: asked.height },
    ...(isWhole ? {} : { filmArea: area }),
  };
}
