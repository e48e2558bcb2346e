import type { Change } from "../change.ts";
import { LIMITS } from "../limits.ts";
import type { Project } from "../project.ts";
import type { Sequence } from "../sequence.ts";
import { setFields } from "./set-fields.ts";

/**
 * Makes segments cuts, or cuts segments again, so that what follows stays at its frame: a cut's length goes to the
 * hold of the keyframe before it, and comes out of that hold again. A hold that is shorter than the segment (it was
 * shortened since) is used up, and the film grows by the rest.
 */
export function setCut(options: {
  project: Project;
  sequence: Sequence;
  segmentIds: Iterable<string>;
  isCut: boolean;
}): Change {
  const { project, sequence, isCut } = options;
  const wanted = new Set(options.segmentIds);
  const patch = sequence.segments
    .filter((segment) => wanted.has(segment.id) && segment.isCut !== isCut)
    .flatMap((segment) => {
      const motionFrames = segment.record.durationFrames ?? project.segmentFrames;
      const holdFrames = segment.from.holdFrames + (isCut ? motionFrames : -motionFrames);
      const { min, max } = LIMITS.holdFrames;
      return [
        ...setFields(segment.record, { type: isCut ? "cut" : "inbetween" }),
        ...setFields(segment.from, { holdFrames: Math.min(max, Math.max(min, holdFrames)) }),
      ];
    });
  return { put: [], patch, remove: [] };
}
