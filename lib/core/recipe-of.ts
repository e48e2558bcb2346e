import type { BackendDescription } from "./backend-description.ts";
import { fitOf, frameSizeOf, type Project } from "./project.ts";
import { fingerprintOf, type Recipe } from "./recipe.ts";
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
 * What the fingerprint of a take would be if its segment were drawn again as it stands now. Equal to the take's own:
 * the take is current; else it is stale. The free seed and the asked geometry and length are taken from the take,
 * because a new seed is a wish for another take and geometry only derives another clip.
 */
export function currentFingerprintFor(options: {
  project: Project;
  segment: SequenceSegment;
  backend: BackendDescription;
  recipe: Recipe;
}): string {
  const { project, segment, backend, recipe } = options;
  const seed = segment.record.seed ?? recipe.seed;
  return fingerprintOf({ ...recipeOf({ project, segment, backend, seed }), asked: recipe.asked });
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
