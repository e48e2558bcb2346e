import type { Change } from "../change.ts";
import type { Segment } from "../segment.ts";
import type { SequenceSegment } from "../sequence.ts";
import { setFields } from "./set-fields.ts";

export type SegmentFields = Partial<
  Pick<
    Segment,
    | "durationFrames"
    | "prompt"
    | "negativePrompt"
    | "seed"
    | "backendId"
    | "params"
    | "easing"
    | "motion"
    | "chosenTakeId"
    | "shotName"
  >
>;

/** The same properties set on each segment (null: as the project says); a cut is made with `setCut`. */
export function setSegments(options: {
  segments: readonly Pick<SequenceSegment, "record">[];
  fields: SegmentFields;
}): Change {
  const patch = options.segments.flatMap(({ record }) => setFields(record, options.fields));
  return { put: [], patch, remove: [] };
}
