import type { BackendDescription } from "./backend-description.ts";
import type { Project } from "./project.ts";
import type { Records } from "./records.ts";
import { scheduleOf, type Schedule } from "./schedule.ts";
import { sequenceOf, type Sequence } from "./sequence.ts";
import type { Take } from "./take.ts";

/** A project as everything on the screen reads it: its records and all that is derived from them. */
export type ProjectView = {
  readonly project: Project;
  readonly records: Records;
  readonly sequence: Sequence;
  readonly schedule: Schedule;
  /** Takes by segment, oldest first; a segment without takes is absent. */
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
  readonly backends: ReadonlyMap<string, BackendDescription>;
};

/**
 * Derives the view. What rests on records that are the same objects as in `previous` is that view's own, down to
 * single segments and lists of takes, so that only what changed is drawn anew.
 * @returns null when the records hold no project.
 */
export function projectViewOf(options: {
  records: Records;
  backends: ReadonlyMap<string, BackendDescription>;
  previous?: ProjectView | null;
}): ProjectView | null {
  const { records, backends, previous = null } = options;
  const [project] = records.project.values();
  if (!project) return null;
  const sameSequence =
    previous?.project === project &&
    previous.records.keyframe === records.keyframe &&
    previous.records.segment === records.segment;
  const sequence = sameSequence ? previous.sequence : sequenceOf(project, records, previous);
  const schedule = sameSequence ? previous.schedule : scheduleOf(sequence);
  const takesBySegment =
    previous?.records.take === records.take
      ? previous.takesBySegment
      : groupTakes(records, previous?.takesBySegment);
  return { project, records, sequence, schedule, takesBySegment, backends };
}

function groupTakes(
  records: Records,
  previous: ReadonlyMap<string, readonly Take[]> | undefined,
): ReadonlyMap<string, readonly Take[]> {
  const groups = new Map<string, Take[]>();
  for (const take of records.take.values()) {
    const group = groups.get(take.segmentId);
    if (group) group.push(take);
    else groups.set(take.segmentId, [take]);
  }
  const result = new Map<string, readonly Take[]>();
  for (const [segmentId, group] of groups) {
    group.sort((a, b) => a.number - b.number);
    const old = previous?.get(segmentId);
    const same = old?.length === group.length && group.every((take, place) => take === old[place]);
    result.set(segmentId, same ? old : group);
  }
  return result;
}
