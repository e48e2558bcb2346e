import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import type { Recipe } from "#lib/core/recipe.ts";
import type { Take } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import { readSegments } from "#lib/projects/read-segments.ts";

/**
 * A take's recipe for the backend that draws it: another one where that isn't the backend that it was made for, or where
 * that has changed since; else the take's own.
 */
export async function recipeForBackend(
  transaction: Transaction,
  options: { workspaceId: string; projectId: string; take: Take; backendId: string },
): Promise<Recipe> {
  const { workspaceId, projectId, take, backendId } = options;
  const { recipe } = take;
  const asked = recipe.fallbackFor ?? recipe.backendId;
  if (take.original) return recipe;
  const backends = await describeWorkspaceBackends(transaction, { workspaceId });
  const backend = backends.get(backendId);
  if (!backend) return recipe;
  if (recipe.backendId === backendId && recipe.backendVersion === backend.version) return recipe;
  const reading = await readSegments(transaction, { projectId, segmentIds: [take.segmentId] });
  const segment = reading?.segments[0];
  // Its drawings were taken apart: there is nothing to make another recipe of.
  if (!reading || !segment) return recipe;
  const wanted = recipeOf({
    project: reading.project,
    segment,
    backend,
    seed: seedWithin(backend, recipe.seed),
    fallbackFor: backendId === asked ? undefined : asked,
  });
  // Drawings that were replaced since make the take stale, as they would have without this.
  const { fromImageId, toImageId } = recipe;
  return { ...wanted, fromImageId, toImageId };
}
