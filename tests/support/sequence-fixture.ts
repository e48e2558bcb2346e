import { newKeyframe } from "#lib/core/keyframe.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import { newProject, type Project } from "#lib/core/project.ts";
import { recordsFrom, type Records } from "#lib/core/records.ts";
import { defaultSegment, type Segment } from "#lib/core/segment.ts";
import { sequenceOf, type Sequence } from "#lib/core/sequence.ts";

export type Story = {
  readonly project: Project;
  readonly records: Records;
  readonly sequence: Sequence;
};

/** A project of keyframes "drawing-0", "drawing-1", … with what the caller wants to be special. */
export function storyOf(options: {
  count: number;
  project?: Partial<Project>;
  holds?: Readonly<Record<number, number>>;
  /** By the place of the segment. */
  segments?: Readonly<Record<number, Partial<Segment>>>;
}): Story {
  const project = { ...newProject("project-1", "Story"), ...options.project };
  const orders = orderKeysBetween(null, null, options.count);
  const keyframes = orders.map((order, place) => ({
    ...newKeyframe({
      id: drawingId(place),
      order,
      imageId: String(place % 10).repeat(64),
      label: `d${String(place)}`,
    }),
    holdFrames: options.holds?.[place] ?? 0,
  }));
  const segments = Object.entries(options.segments ?? {}).map(([place, fields]) => ({
    ...defaultSegment(`${drawingId(Number(place))}~${drawingId(Number(place) + 1)}`),
    ...fields,
  }));
  const records = recordsFrom([project, ...keyframes, ...segments]);
  return { project, records, sequence: sequenceOf(project, records) };
}

export function drawingId(place: number): string {
  return `drawing-${String(place)}`;
}
