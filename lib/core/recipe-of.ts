import { sameJson } from "./canonical-json.ts";
import type { BackendDescription } from "./backend-description.ts";
import { fitOf, frameSizeOf, type Project } from "./project.ts";
import type { Recipe } from "./recipe.ts";
import type { Params } from "./segment.ts";
import type { SequenceSegment } from "./sequence.ts";

/**
 * The recipe for a segment as it stands, with this seed.
 * @param options.fallbackFor the backend that was asked, where `backend` draws in its place
 */
export function recipeOf(options: {
  project: Project;
  segment: SequenceSegment;
  backend: BackendDescription;
  seed: number;
  fallbackFor?: string | undefined;
}): Recipe {
  const { project, segment, backend, seed, fallbackFor } = options;
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
    ...(fallbackFor === undefined ? {} : { fallbackFor }),
    params: paramsFor(backend, segment.record.params),
    asked: {
      width: size.width,
      height: size.height,
      frames: backend.nativeFrames ?? segment.durationFrames,
      frameRate: backend.nativeFrameRate ?? project.frameRate,
      ...(backend.nativeSize ? { drawnFor: frameSizeOf(project) } : {}),
    },
  };
}

/**
 * Whether a take's recipe, drawn again for its segment as it stands now, would have the same fingerprint; if not, the
 * take is stale. The free seed and the asked geometry and length are taken from the take, because a new seed is a wish
 * for another take and geometry only derives another clip. The recipes are compared instead of their hashes: ten
 * thousand segments are asked at once. What another backend drew in place of the segment's own is measured by that one.
 */
export function isCurrentRecipe(options: {
  project: Project;
  segment: SequenceSegment;
  backends: ReadonlyMap<string, BackendDescription>;
  recipe: Recipe;
}): boolean {
  const { project, segment, backends, recipe } = options;
  const { fallbackFor } = recipe;
  const isFallback = fallbackFor !== undefined && fallbackFor === segment.backendId;
  const drawnBy = isFallback ? recipe.backendId : segment.backendId;
  const backend = backends.get(drawnBy);
  // A backend that is gone can't be asked anew: what it drew stays as it is.
  if (!backend) return recipe.backendId === drawnBy;
  const seed = seedWithin(backend, segment.record.seed ?? recipe.seed);
  const now = recipeOf({
    project,
    segment,
    backend,
    seed,
    fallbackFor: isFallback ? fallbackFor : undefined,
  });
  return sameJson({ ...now, asked: recipe.asked }, recipe);
}

/** A locked seed may be larger than what the backend that draws takes. */
export function seedWithin(backend: BackendDescription, seed: number): number {
  if (!backend.seedRange) return seed;
  const { min, max } = backend.seedRange;
  return min + (Math.max(0, seed - min) % (max - min + 1));
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
