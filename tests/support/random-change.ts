import * as fc from "fast-check";
import { sameJson } from "#lib/core/canonical-json.ts";
import type { Change } from "#lib/core/change.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { newProject } from "#lib/core/project.ts";
import { recordsFrom, RECORD_KINDS, type AnyRecord, type Records } from "#lib/core/records.ts";
import { defaultSegment } from "#lib/core/segment.ts";

/** Every property test runs from this seed, so that a failure here is a failure everywhere. */
export const SEED = 20_261_123;

export const PROJECT_ID = "project-1";
export const KEYFRAME_IDS = ["keyframe-a", "keyframe-b", "keyframe-c", "keyframe-d", "keyframe-e"];
export const SEGMENT_IDS = KEYFRAME_IDS.flatMap((from) =>
  KEYFRAME_IDS.filter((to) => to > from).map((to) => segmentIdOf(from, to)),
).slice(0, 6);

/** An image id from a digit: all that matters of it is which one it is. */
export function imageIdOf(digit: number): string {
  return String(digit % 10).repeat(64);
}

const keyframe = (id: string) =>
  fc
    .record({ order: fc.constantFrom("a0", "a1", "a2"), hold: fc.nat(3), image: fc.nat(2) })
    .map(({ order, hold, image }) => ({
      ...newKeyframe({ id, order, imageId: imageIdOf(image) }),
      holdFrames: hold,
    }));

const keyframeFields = fc.record(
  {
    order: fc.constantFrom("a0", "a1", "a2"),
    holdFrames: fc.nat(3),
    label: fc.constantFrom("", "x"),
  },
  { requiredKeys: [] },
);
const segmentFields = fc.record(
  {
    type: fc.constantFrom("inbetween" as const, "cut" as const),
    durationFrames: fc.constantFrom(null, 12, 24),
    params: fc.constantFrom({}, { strength: 1 }, { strength: 2, mode: "a" }),
  },
  { requiredKeys: [] },
);

type Edit =
  | { readonly put: AnyRecord }
  | { readonly patch: Change["patch"][number] }
  | { readonly remove: AnyRecord };

const keyframeEdit = (id: string): fc.Arbitrary<Edit> =>
  fc.oneof(
    keyframe(id).map((put) => ({ put })),
    keyframeFields.map((to) => ({ patch: { kind: "keyframe" as const, id, from: {}, to } })),
    keyframe(id).map((remove) => ({ remove })),
  );
const segmentEdit = (id: string): fc.Arbitrary<Edit> =>
  segmentFields.map((to) => ({ patch: { kind: "segment" as const, id, from: {}, to } }));
const projectEdit: fc.Arbitrary<Edit> = fc
  .record({ name: fc.constantFrom("A", "B"), segmentFrames: fc.constantFrom(24, 48) })
  .map((to) => ({ patch: { kind: "project" as const, id: PROJECT_ID, from: {}, to } }));

/** Changes as a client may ask for them: each record at most once, and `from` values that say nothing true. */
export const randomChange: fc.Arbitrary<Change> = fc
  .tuple(
    fc.subarray(KEYFRAME_IDS, { maxLength: 4 }),
    fc.subarray(SEGMENT_IDS, { maxLength: 3 }),
    fc.boolean(),
  )
  .chain(([keyframes, segments, project]) =>
    fc.tuple(
      ...keyframes.map(keyframeEdit),
      ...segments.map(segmentEdit),
      ...(project ? [projectEdit] : []),
    ),
  )
  .map((edits) => ({
    put: edits.flatMap((edit) => ("put" in edit ? [edit.put] : [])),
    patch: edits.flatMap((edit) => ("patch" in edit ? [edit.patch] : [])),
    remove: edits.flatMap((edit) => ("remove" in edit ? [edit.remove] : [])),
  }));

export const randomRecords: fc.Arbitrary<Records> = fc
  .subarray(KEYFRAME_IDS)
  .chain((ids) => fc.tuple(...ids.map(keyframe)))
  .map((keyframes) => recordsFrom([newProject(PROJECT_ID, "Story"), ...keyframes]));

/** Records as one can compare them: sorted, and a segment of which nothing is set counts as absent. */
export function plainRecords(records: Records): Record<string, AnyRecord> {
  const entries = RECORD_KINDS.flatMap((kind) => [...records[kind].values()])
    .filter((record) => record.kind !== "segment" || !sameJson(record, defaultSegment(record.id)))
    .map((record) => [`${record.kind}:${record.id}`, record] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
