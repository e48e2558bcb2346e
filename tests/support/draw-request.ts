import type { DrawRequest, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { recipeSchema, type Recipe } from "#lib/core/recipe.ts";
import { drawing } from "#tests/fixtures/pictures.ts";

/** A drawing asked of a backend as it describes itself, without a checkpoint. */
export function drawRequest(
  { description }: Pick<InBetweenBackend, "description">,
  options: Pick<DrawRequest, "outputPath"> &
    Partial<Pick<DrawRequest, "onProgress" | "signal">> & { prompt?: string },
): DrawRequest {
  const { width, height } = description.nativeSize ?? { width: 96, height: 64 };
  const recipe: Recipe = recipeSchema.parse({
    recipeVersion: 1,
    fromImageId: "0".repeat(64),
    toImageId: "1".repeat(64),
    fit: { policy: "contain", color: "#ffffff" },
    prompt: options.prompt ?? "",
    negativePrompt: "",
    seed: 7,
    backendId: description.id,
    backendVersion: description.version,
    params: {},
    asked: {
      width,
      height,
      frames: description.nativeFrames ?? 9,
      frameRate: description.nativeFrameRate ?? { num: 24_000, den: 1_001 },
    },
  });
  return {
    recipe,
    from: drawing(width, height, 0),
    to: drawing(width, height, 12),
    outputPath: options.outputPath,
    checkpoint: { read: async () => null, write: async () => undefined },
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
  };
}
