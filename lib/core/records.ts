import { keyframeSchema, type Keyframe } from "./keyframe.ts";
import { projectSchema, type Project } from "./project.ts";
import { renderSchema, type Render } from "./render.ts";
import { segmentSchema, type Segment } from "./segment.ts";
import { takeSchema, type Take } from "./take.ts";

/** Every kind of record that travels in a project's revision stream. */
export type RecordOf = {
  project: Project;
  keyframe: Keyframe;
  segment: Segment;
  take: Take;
  render: Render;
};
export type RecordKind = keyof RecordOf;
export type AnyRecord = RecordOf[RecordKind];

export const RECORD_KINDS: readonly RecordKind[] = [
  "project",
  "keyframe",
  "segment",
  "take",
  "render",
];

export const RECORD_SCHEMAS = {
  project: projectSchema,
  keyframe: keyframeSchema,
  segment: segmentSchema,
  take: takeSchema,
  render: renderSchema,
} as const;

/** One project's records, each kind by id. Never mutated: an edit gives new maps for the kinds that it touches. */
export type Records = { readonly [K in RecordKind]: ReadonlyMap<string, RecordOf[K]> };

export function emptyRecords(): Records {
  return {
    project: new Map(),
    keyframe: new Map(),
    segment: new Map(),
    take: new Map(),
    render: new Map(),
  };
}

/** Gathers records of any kinds, in any order. */
export function recordsFrom(list: Iterable<AnyRecord>): Records {
  const maps = {
    project: new Map<string, Project>(),
    keyframe: new Map<string, Keyframe>(),
    segment: new Map<string, Segment>(),
    take: new Map<string, Take>(),
    render: new Map<string, Render>(),
  };
  for (const record of list) {
    // The map of a record's own kind takes it; the compiler can't follow the kind through an index.
    (maps[record.kind] as Map<string, AnyRecord>).set(record.id, record);
  }
  return maps;
}

/** Reads a record by kind and id, as the union of all kinds. */
export function findRecord(records: Records, kind: RecordKind, id: string): AnyRecord | undefined {
  return records[kind].get(id);
}
