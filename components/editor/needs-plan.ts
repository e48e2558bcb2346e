import type { ProjectView } from "#lib/core/project-view.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { TakesRequest } from "#lib/realtime/browser/api.ts";
import { countSegments } from "./segment-choices.ts";

/** Whether a request is for more than the draft, and so may cost time or quota that somebody wants to know of first. */
export function needsPlan(view: ProjectView, request: TakesRequest): boolean {
  const isDrafted = ({ backendId, isCut }: SequenceSegment) =>
    isCut || view.backends.get(backendId)?.isDraft === true;
  // Mostly all segments are drafted, and then nothing has to be counted.
  if (request.scope !== "drafts" && view.sequence.segments.every(isDrafted)) return false;
  return !segmentsFor(view, request).every(isDrafted);
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
      return view.sequence.segments.map((one) => ({ ...one, backendId: request.backendId }));
  }
}
