import type { ProjectView } from "#lib/core/project-view.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { TakesRequest } from "#lib/realtime/browser/api.ts";
import { countSegments } from "./segment-choices.ts";

/** Fewer that a model has to draw are asked for at once: a question each time would only be in the way. */
const MIN_DRAWINGS = 3;

/**
 * Whether a request is for so much more than the draft that somebody wants to know first what time or quota it costs.
 */
export function needsPlan(view: ProjectView, request: TakesRequest): boolean {
  const isDrafted = ({ backendId, isCut }: SequenceSegment) =>
    isCut || view.backends.get(backendId)?.isDraft === true;
  // Mostly all segments are drafted, and then nothing has to be counted.
  if (request.scope !== "drafts" && view.sequence.segments.every(isDrafted)) return false;
  return segmentsFor(view, request).filter((one) => !isDrafted(one)).length >= MIN_DRAWINGS;
}

function segmentsFor(view: ProjectView, request: TakesRequest): readonly SequenceSegment[] {
  switch (request.scope) {
    case "segments": {
      const ids = new Set(request.segmentIds);
      return view.sequence.segments.filter(({ id }) => ids.has(id));
    }
    case "missing": {
      const { missing, pending } = countSegments(view);
      const underWay = new Set(pending);
      return missing.filter((segment) => !underWay.has(segment));
    }
    case "stale":
      return countSegments(view).stale;
    case "drafts":
      return countSegments(view).drafted.map((one) => ({ ...one, backendId: request.backendId }));
  }
}
