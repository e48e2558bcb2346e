import type { Easing } from "./easing.ts";
import { segmentIdOf } from "./ids.ts";
import type { Keyframe } from "./keyframe.ts";
import { compareOrder } from "./order.ts";
import type { Project } from "./project.ts";
import type { Records } from "./records.ts";
import { defaultSegment, type Segment } from "./segment.ts";

/** A segment as it stands in the sequence: its pair, and its settings with the project's filled in. */
export type SequenceSegment = {
  readonly id: string;
  /** Place in the sequence: segment i lies between keyframes i and i + 1. */
  readonly index: number;
  readonly from: Keyframe;
  readonly to: Keyframe;
  readonly record: Segment;
  readonly isCut: boolean;
  /** Frames between the two keyframes, the first inside and the last not; 0 for a cut. */
  readonly durationFrames: number;
  readonly easing: Easing;
  readonly backendId: string;
};

export type Sequence = {
  readonly keyframes: readonly Keyframe[];
  readonly segments: readonly SequenceSegment[];
};

/** The project's keyframes in order, and what lies between each adjacent pair. Cost: n log n for n keyframes. */
export function sequenceOf(project: Project, records: Records): Sequence {
  const keyframes = [...records.keyframe.values()].sort(compareOrder);
  const segments: SequenceSegment[] = [];
  for (let index = 0; index + 1 < keyframes.length; index += 1) {
    const from = keyframes[index];
    const to = keyframes[index + 1];
    if (from && to) segments.push(sequenceSegment({ project, records, from, to, index }));
  }
  return { keyframes, segments };
}

function sequenceSegment(options: {
  project: Project;
  records: Records;
  from: Keyframe;
  to: Keyframe;
  index: number;
}): SequenceSegment {
  const { project, records, from, to, index } = options;
  const id = segmentIdOf(from.id, to.id);
  const record = records.segment.get(id) ?? defaultSegment(id);
  const isCut = record.type === "cut";
  return {
    id,
    index,
    from,
    to,
    record,
    isCut,
    durationFrames: isCut ? 0 : (record.durationFrames ?? project.segmentFrames),
    easing: record.easing ?? project.easing,
    backendId: record.backendId ?? project.backendId,
  };
}
