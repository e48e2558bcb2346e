import type { BackendDescription } from "./backend-description.ts";
import { clipKeyOf, clipSpecOf } from "./clip-key.ts";
import type { Project } from "./project.ts";
import { currentFingerprintFor } from "./recipe-of.ts";
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

/**
 * The state of a segment. Work under way shows first, because the person has just asked for it; then the chosen take;
 * a failure shows only while nothing is chosen.
 * @param takes the segment's takes in any order.
 */
export function segmentStateOf(options: {
  project: Project;
  segment: SequenceSegment;
  takes: readonly Take[];
  backends: ReadonlyMap<string, BackendDescription>;
}): SegmentState {
  const { project, segment, takes } = options;
  if (segment.isCut) return { state: "cut" };
  const newest = takes.reduce<Take | null>(
    (best, take) => (best === null || take.number > best.number ? take : best),
    null,
  );
  if (newest && isPending(newest)) return pendingState(newest);
  const chosen = takes.find((take) => take.id === segment.record.chosenTakeId);
  if (chosen?.status.state === "ready") {
    const spec = clipSpecOf(project, segment, chosen);
    const hasClip = spec !== null && chosen.clip?.key === clipKeyOf(spec);
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
  const { project, segment, backends } = options;
  const backend = backends.get(segment.backendId);
  if (!backend) return segment.backendId !== take.recipe.backendId;
  return (
    currentFingerprintFor({ project, segment, backend, recipe: take.recipe }) !== take.fingerprint
  );
}

function pendingState(take: Take): SegmentState {
  if (take.status.state === "waiting") {
    return { state: "waiting", take, until: take.status.until };
  }
  return take.status.state === "running" ? { state: "running", take } : { state: "queued", take };
}
