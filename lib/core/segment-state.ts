import type { BackendDescription } from "./backend-description.ts";
import { sameJson } from "./canonical-json.ts";
import { clipKeyOf, clipSpecOf, type ClipSpec } from "./clip-key.ts";
import type { Project } from "./project.ts";
import { isCurrentRecipe } from "./recipe-of.ts";
import type { SequenceSegment } from "./sequence.ts";
import { isPending, type Take, type TakeError } from "./take.ts";

/** How a segment looks on the timeline: one of the design's states, with what is needed to draw it. */
export type SegmentState =
  | { readonly state: "cut" }
  | { readonly state: "empty" }
  | { readonly state: "queued"; readonly take: Take }
  | { readonly state: "running"; readonly take: Take }
  | { readonly state: "waiting"; readonly take: Take; readonly until: string }
  | { readonly state: "failed"; readonly take: Take; readonly error: TakeError }
  | { readonly state: "stale"; readonly take: Take; readonly hasClip: boolean }
  | { readonly state: "ready"; readonly take: Take; readonly hasClip: boolean };

type StateOptions = {
  readonly project: Project;
  readonly segment: SequenceSegment;
  readonly takes: readonly Take[];
  readonly backends: ReadonlyMap<string, BackendDescription>;
};

/** The last answer for each segment; records are never mutated, so the same objects have the same state. */
const known = new WeakMap<SequenceSegment, StateOptions & { readonly state: SegmentState }>();

/**
 * The state of a segment. Work under way shows first, because the person has just asked for it; then the chosen take;
 * a failure shows only while nothing is chosen.
 * @param options.takes the segment's takes in any order.
 */
export function segmentStateOf(options: StateOptions): SegmentState {
  const { project, segment, takes, backends } = options;
  const last = known.get(segment);
  if (last?.project === project && last.takes === takes && last.backends === backends) {
    return last.state;
  }
  const state = workOutState(options);
  known.set(segment, { project, segment, takes, backends, state });
  return state;
}

function workOutState(options: StateOptions): SegmentState {
  const { project, segment, takes } = options;
  if (segment.isCut) return { state: "cut" };
  const newest = takes.reduce<Take | null>(
    (best, take) => (best === null || take.number > best.number ? take : best),
    null,
  );
  if (newest && isPending(newest)) return pendingState(newest);
  const chosen = takes.find((take) => take.id === segment.record.chosenTakeId);
  if (chosen?.status.state === "ready") {
    const hasClip = hasCurrentClip(project, segment, chosen);
    const state = isStale(options, chosen) ? "stale" : "ready";
    return { state, take: chosen, hasClip };
  }
  if (newest?.status.state === "failed") {
    return { state: "failed", take: newest, error: newest.status.error };
  }
  return { state: "empty" };
}

/** Whether a take was drawn from other drawings or settings than the segment has now. */
export function isStale(
  options: {
    project: Project;
    segment: SequenceSegment;
    backends: ReadonlyMap<string, BackendDescription>;
  },
  take: Take,
): boolean {
  return !isCurrentRecipe({ ...options, recipe: take.recipe });
}

/** The key of the clip that a take has to have; hashed again only when the clip's making changes. */
const clipKeys = new WeakMap<Take, { readonly spec: ClipSpec; readonly key: string }>();

function hasCurrentClip(project: Project, segment: SequenceSegment, take: Take): boolean {
  const spec = clipSpecOf(project, segment, take);
  if (spec === null || take.clip === null) return false;
  const known = clipKeys.get(take);
  if (known && sameJson(known.spec, spec)) return take.clip.key === known.key;
  const key = clipKeyOf(spec);
  clipKeys.set(take, { spec, key });
  return take.clip.key === key;
}

function pendingState(take: Take): SegmentState {
  if (take.status.state === "waiting") {
    return { state: "waiting", take, until: take.status.until };
  }
  return take.status.state === "running" ? { state: "running", take } : { state: "queued", take };
}
