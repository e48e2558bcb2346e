import { sameJson } from "./canonical-json.ts";
import type { BackendDescription } from "./backend-description.ts";
import { fitOf, frameSizeOf, type Project } from "./project.ts";
import type { Recipe } from "./recipe.ts";
import type { Params } from "./segment.ts";
import type { SequenceSegment } from "./sequence.ts";

/** The recipe for a segment as it stands, with this seed. */
export function recipeOf(options: {
  project: Project;
  segment: SequenceSegment;
  backend: BackendDescription;
  seed: number;
}): Recipe {
  const { project, segment, backend, seed } = options;
  const size = backend.nativeSize ?? frameSizeOf(project);
  return {
    recipeVersion: 1,
    fromImageId: segment.from.imageId,
    toImageId: segment.to.imageId,
    fit: fitOf(project),
    prompt: backend.usesPrompt ? joinPrompts(segment.record.prompt, project.prompt) : "",
    negativePrompt: backend.usesNegativePrompt
      ? joinPrompts(segment.record.negativePrompt, project.negativePrompt)
      : "",
    seed,
    backendId: backend.id,
    backendVersion: backend.version,
    params: paramsFor(backend, segment.record.params),
    asked: {
      width: size.width,
      height: size.height,
      frames: backend.nativeFrames ?? segment.durationFrames,
      frameRate: backend.nativeFrameRate ?? project.frameRate,
    },
  };
}

/**
 * Whether a take's recipe, drawn again for its segment as it stands now, would have the same fingerprint; if not, the
 * take is stale. The free seed and the asked geometry and length are taken from the take, because a new seed is a wish
 * for another take and geometry only derives another clip. The recipes are compared instead of their hashes: ten
 * thousand segments are asked at once.
 */
export function isCurrentRecipe(options: {
  project: Project;
  segment: SequenceSegment;
  backend: BackendDescription;
  recipe: Recipe;
}): boolean {
  const { project, segment, backend, recipe } = options;
  const seed = segment.record.seed ?? recipe.seed;
  const now = recipeOf({ project, segment, backend, seed });
  return sameJson({ ...now, asked: recipe.asked }, recipe);
}

function joinPrompts(own: string, shared: string): string {
  return [own.trim(), shared.trim()].filter((part) => part !== "").join(", ");
}

/** Only what the model knows, with its defaults written out, so that a changed default is a changed recipe. */
function paramsFor(backend: BackendDescription, params: Params): Params {
  return Object.fromEntries(
    backend.params.map((spec) => [spec.name, params[spec.name] ?? spec.default]),
  );
}
