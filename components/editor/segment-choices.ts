import type { ProjectView } from "#lib/core/project-view.ts";
import { segmentStateOf } from "#lib/core/segment-state.ts";
import type { Selection } from "#lib/core/selection.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { isPending, type Take } from "#lib/core/take.ts";

const NO_TAKES: readonly Take[] = [];

/**
 * The segments that a selection speaks of: those selected, and those between two selected keyframes. A single
 * keyframe speaks of none.
 */
export function segmentsOfSelection(view: ProjectView, selection: Selection): SequenceSegment[] {
  const { ids } = selection;
  if (ids.size === 0) return [];
  return view.sequence.segments.filter(
    (segment) => ids.has(segment.id) || (ids.has(segment.from.id) && ids.has(segment.to.id)),
  );
}

/** The selected keyframes, in order. */
export function keyframeIdsOfSelection(view: ProjectView, selection: Selection): string[] {
  return view.sequence.keyframes.flatMap(({ id }) => (selection.ids.has(id) ? [id] : []));
}

/** Segments by what an export or "Generate" has to know of them, in order. */
export type SegmentCounts = {
  readonly missing: readonly SequenceSegment[];
  readonly stale: readonly SequenceSegment[];
  readonly pending: readonly SequenceSegment[];
  readonly failed: readonly SequenceSegment[];
  /** On show is a draft's take, current or stale. */
  readonly drafted: readonly SequenceSegment[];
};

/** Sorts the project's segments by state. Cost: one fingerprint for each segment with a chosen take. */
export function countSegments(view: ProjectView): SegmentCounts {
  const missing: SequenceSegment[] = [];
  const stale: SequenceSegment[] = [];
  const pending: SequenceSegment[] = [];
  const failed: SequenceSegment[] = [];
  const drafted: SequenceSegment[] = [];
  for (const segment of view.sequence.segments) {
    const takes = view.takesBySegment.get(segment.id) ?? NO_TAKES;
    const { project, backends } = view;
    const found = segmentStateOf({ project, segment, takes, backends });
    const { state } = found;
    if (state === "stale") stale.push(segment);
    if (state === "failed") failed.push(segment);
    const shown = found.state === "ready" || found.state === "stale" ? found.take : null;
    if (shown && backends.get(shown.recipe.backendId)?.isDraft === true) drafted.push(segment);
    if (state === "queued" || state === "running" || state === "waiting") pending.push(segment);
    if (!segment.isCut && !hasReadyChoice(segment, takes)) missing.push(segment);
  }
  return { missing, stale, pending, failed, drafted };
}

/** Whether a film can show the segment: its chosen take is ready. */
function hasReadyChoice(segment: SequenceSegment, takes: readonly Take[]): boolean {
  const { chosenTakeId } = segment.record;
  return takes.some((take) => take.id === chosenTakeId && take.status.state === "ready");
}

/** The takes of a selection's segments that are still to come and not being drawn yet, in the segments' order. */
export function pendingOfSelection(view: ProjectView, selection: Selection): string[] {
  return segmentsOfSelection(view, selection).flatMap(({ id }) =>
    (view.takesBySegment.get(id) ?? NO_TAKES)
      .filter((take) => isPending(take) && take.status.state !== "running")
      .map((take) => take.id),
  );
}
