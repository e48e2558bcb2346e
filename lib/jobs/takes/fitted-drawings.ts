import type { Recipe } from "#lib/core/recipe.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";

/** The two drawings as the recipe names them, also when the project's frame has changed since. */
export async function fittedDrawings(
  blobs: BlobStore,
  recipe: Recipe,
): Promise<{ from: RawFrame; to: RawFrame }> {
  const { fit, asked } = recipe;
  const fitted = async (imageId: string) =>
    fitForBackend({ picture: await blobs.readBytes(imageId), fit, asked });
  return { from: await fitted(recipe.fromImageId), to: await fitted(recipe.toImageId) };
}
