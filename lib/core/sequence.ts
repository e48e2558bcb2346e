import type { Easing } from "./easing.ts";
import { segmentIdOf } from "./ids.ts";
import type { Motion } from "./motion.ts";
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
  readonly motion: Motion;
  readonly backendId: string;
};

export type Sequence = {
  readonly keyframes: readonly Keyframe[];
  readonly segments: readonly SequenceSegment[];
};

/**
 * The project's keyframes in order, and what lies between each adjacent pair. Cost: n log n for n keyframes.
 * @param options.previous an earlier state of the project; its segments are given again, the same objects, where
 *   nothing about them has changed.
 */
export function sequenceOf(
  project: Project,
  records: Records,
  previous?: { readonly records: Records; readonly sequence: Sequence } | null,
): Sequence {
  const keyframes = [...records.keyframe.values()].sort(compareOrder);
  const earlier = previous ? earlierSegments(previous.sequence) : null;
  const segments: SequenceSegment[] = [];
  for (let index = 0; index + 1 < keyframes.length; index += 1) {
    const from = keyframes[index];
    const to = keyframes[index + 1];
    if (!from || !to) continue;
    const old = earlier?.(index, from, to);
    const id = old?.id ?? segmentIdOf(from.id, to.id);
    const wasUnset = old !== undefined && previous?.records.segment.has(id) === false;
    const record =
      records.segment.get(id) ?? (wasUnset ? old.record : undefined) ?? defaultSegment(id);
    const segment = sequenceSegment({ project, record, from, to, index });
    segments.push(old && sameSegment(old, segment) ? old : segment);
  }
  return { keyframes, segments };
}

/** Finds a pair in an earlier sequence: mostly at the same place, else by its id. */
function earlierSegments(
  sequence: Sequence,
): (index: number, from: Keyframe, to: Keyframe) => SequenceSegment | undefined {
  let byId: Map<string, SequenceSegment> | null = null;
  return (index, from, to) => {
    const there = sequence.segments[index];
    if (there?.from.id === from.id && there.to.id === to.id) return there;
    byId ??= new Map(sequence.segments.map((segment) => [segment.id, segment]));
    return byId.get(segmentIdOf(from.id, to.id));
  };
}

function sameSegment(a: SequenceSegment, b: SequenceSegment): boolean {
  return (
    a.index === b.index &&
    a.from === b.from &&
    a.to === b.to &&
    a.record === b.record &&
    a.durationFrames === b.durationFrames &&
    a.easing === b.easing &&
    a.motion === b.motion &&
    a.backendId === b.backendId
  );
}

function sequenceSegment(options: {
  project: Project;
  record: Segment;
  from: Keyframe;
  to: Keyframe;
  index: number;
}): SequenceSegment {
  const { project, record, from, to, index } = options;
  const isCut = record.type === "cut";
  return {
    id: record.id,
    index,
    from,
    to,
    record,
    isCut,
    durationFrames: isCut ? 0 : (record.durationFrames ?? project.segmentFrames),
    easing: record.easing ?? project.easing,
    motion: record.motion ?? project.motion,
    backendId: record.backendId ?? project.backendId,
  };
}
