import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fingerprintOf, type Recipe } from "#lib/core/recipe.ts";

/** Videos that a model drew, kept between runs by all that it was asked for. */
export type KeptDrawings = {
  /** Where the video of this recipe lies, or null. It is to be looked at as anything that came from outside. */
  find(recipe: Recipe): Promise<string | null>;
  keep(recipe: Recipe, path: string): Promise<void>;
};

/** A folder of kept drawings. It is made when there is something to keep; whoever deletes it loses only time. */
export function openKeptDrawings(directory: string): KeptDrawings {
  const pathOf = (recipe: Recipe) => join(directory, `${fingerprintOf(recipe)}.video`);
  return {
    async find(recipe) {
      const path = pathOf(recipe);
      const found = await stat(path).catch(() => null);
      return found?.isFile() ? path : null;
    },
    async keep(recipe, path) {
      const kept = pathOf(recipe);
      const part = `${kept}.${process.pid}.part`;
      await mkdir(directory, { recursive: true });
      try {
        await copyFile(path, part);
        await rename(part, kept);
      } finally {
        await rm(part, { force: true });
      }
    },
  };
}
