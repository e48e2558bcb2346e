import type { BackendDescription } from "#lib/core/backend-description.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Project } from "#lib/core/project.ts";
import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import { fingerprintOf, type Recipe } from "#lib/core/recipe.ts";
import { isStale, segmentStateOf, type SegmentState } from "#lib/core/segment-state.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { sha256Hex } from "#lib/core/sha256-hex.ts";
import { isPending, type Take } from "#lib/core/take.ts";
import type { TakeRequest } from "./take-request.ts";

/** One segment that a new take is wanted for. */
export type PlannedTake = {
  readonly segment: SequenceSegment;
  readonly recipe: Recipe;
  readonly fingerprint: string;
  readonly number: number;
  /** Whether an equal take that is ready somewhere in the workspace will do. */
  readonly mayReuse: boolean;
  /** Set when the segment has to be told to use this backend from now on. */
  readonly switchToBackendId: string | null;
};

export type RechosenTake = Pick<PlannedTake, "segment" | "switchToBackendId"> & {
  readonly take: Take;
};

export type TakePlan = {
  readonly wanted: readonly PlannedTake[];
  /** Earlier takes that are what the segments want now: they only have to be chosen again. */
  readonly rechosen: readonly RechosenTake[];
  readonly skippedCount: number;
};

export type PlanOptions = {
  readonly project: Project;
  readonly segments: readonly SequenceSegment[];
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
  /** Highest number of a segment's deleted takes. */
  readonly deletedNumbers: ReadonlyMap<string, number>;
  readonly backends: ReadonlyMap<string, BackendDescription>;
  readonly request: TakeRequest;
  /** A whole number from `min` to `max`, both inside. */
  readonly randomInteger: (min: number, max: number) => number;
};

/** Decides, for a request, which segments get a new take, which get an earlier one back, and which need nothing. */
export function planTakes(options: PlanOptions): TakePlan {
  const wanted: PlannedTake[] = [];
  const rechosen: RechosenTake[] = [];
  let skippedCount = 0;
  for (const segment of options.segments) {
    const outcome = planSegment(options, segment);
    if (outcome === null) skippedCount += 1;
    else if ("take" in outcome) rechosen.push(outcome);
    else wanted.push(outcome);
  }
  return { wanted, rechosen, skippedCount };
}

function planSegment(
  options: PlanOptions,
  asked: SequenceSegment,
): PlannedTake | RechosenTake | null {
  const { project, takesBySegment, backends, request } = options;
  const takes = takesBySegment.get(asked.id) ?? [];
  const state = segmentStateOf({ project, segment: asked, takes, backends });
  if (state.state === "cut" || !isInScope({ request, state, backends })) return null;
  const switchTo = request.scope === "drafts" ? request.backendId : null;
  const segment = switchTo === null ? asked : { ...asked, backendId: switchTo };
  const backend = backends.get(segment.backendId);
  if (!backend) return null;
  const switchToBackendId = switchTo !== null && switchTo !== asked.backendId ? switchTo : null;
  const isForced = request.scope === "segments" && request.force === true;
  if (!isForced && takes.some(isPending)) return null;

  const fixedSeed =
    segment.record.seed ?? (request.scope === "segments" ? (request.seed ?? null) : null);
  const seed = fixedSeed ?? freeSeed({ ...options, segment, backend, isForced });
  const recipe = recipeOf({ project, segment, backend, seed: seedWithin(backend, seed) });
  if (!isForced) {
    const current = takes.filter(
      (take) =>
        take.status.state === "ready" &&
        (fixedSeed === null || take.recipe.seed === fixedSeed) &&
        !isStale({ project, segment, backends }, take),
    );
    if (current.some((take) => take.id === segment.record.chosenTakeId)) return null;
    const newest = current.toSorted((a, b) => b.number - a.number)[0];
    if (newest) return { segment, take: newest, switchToBackendId };
  }
  const last = takes.reduce(
    (max, take) => Math.max(max, take.number),
    options.deletedNumbers.get(segment.id) ?? 0,
  );
  return {
    segment,
    recipe,
    fingerprint: fingerprintOf(recipe),
    number: last + 1,
    mayReuse: !isForced,
    switchToBackendId,
  };
}

function isInScope(options: {
  request: TakeRequest;
  state: SegmentState;
  backends: ReadonlyMap<string, BackendDescription>;
}): boolean {
  const { request, state, backends } = options;
  switch (request.scope) {
    case "segments":
      return true;
    case "missing":
      return state.state === "empty" || state.state === "failed";
    case "stale":
      return state.state === "stale";
    case "drafts":
      return (
        (state.state === "ready" || state.state === "stale") &&
        backends.get(state.take.recipe.backendId)?.isDraft === true
      );
  }
}

/**
 * The seed of a take whose segment locks none. The first wish for a pair of drawings always gives the same seed, made
 * of the recipe itself, so that the same pair drawn elsewhere in the workspace is found again and costs nothing; a
 * wish for another take draws lots.
 */
function freeSeed(options: {
  project: Project;
  segment: SequenceSegment;
  backend: BackendDescription;
  isForced: boolean;
  randomInteger: (min: number, max: number) => number;
}): number {
  const { project, segment, backend, isForced, randomInteger } = options;
  if (!backend.seedRange) return 0;
  const { min, max } = backend.seedRange;
  if (isForced) return randomInteger(min, max);
  const unseeded = canonicalJson(recipeOf({ project, segment, backend, seed: min }));
  return min + (Number.parseInt(sha256Hex(unseeded).slice(0, 12), 16) % (max - min + 1));
}
