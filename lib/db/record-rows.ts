import { originalSchema, takeClipSchema, takeStatusSchema, type Take } from "#lib/core/take.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import { projectSchema, type Project } from "#lib/core/project.ts";
import { recipeSchema } from "#lib/core/recipe.ts";
import type { AnyRecord, RecordKind, RecordOf } from "#lib/core/records.ts";
import { renderStatusSchema, type Render } from "#lib/core/render.ts";
import { segmentSchema, type Segment } from "#lib/core/segment.ts";
import type {
  Keyframe as KeyframeRow,
  Project as ProjectRow,
  Render as RenderRow,
  Segment as SegmentRow,
  Take as TakeRow,
} from "./generated/client.ts";

/** What is read to give a record of each kind; other columns (attempt, blob hashes) are the server's own. */
export type RowOf = {
  project: Omit<ProjectRow, "revision" | "keyframeCount" | "segmentCount">;
  keyframe: KeyframeRow;
  segment: SegmentRow;
  take: TakeRow;
  render: RenderRow;
};

/** A record as a JSON row for `write-records.ts`, with columns by their names in the database. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** The columns that a record fills, with their types in Postgres; all else in the table is left as it is. */
export const RECORD_COLUMNS: { readonly [Kind in RecordKind]: Readonly<Record<string, string>> } = {
  project: {
    id: "text",
    name: "text",
    frameRateNum: "int",
    frameRateDen: "int",
    width: "int",
    height: "int",
    fit: "text",
    fitColor: "text",
    segmentFrames: "int",
    easing: "text",
    motion: "text",
    backendId: "text",
    isPaused: "boolean",
    prompt: "text",
    negativePrompt: "text",
  },
  keyframe: {
    id: "text",
    order: "text",
    imageId: "text",
    holdFrames: "int",
    label: "text",
    action: "text",
    dialogue: "text",
  },
  segment: {
    id: "text",
    fromKeyframeId: "text",
    toKeyframeId: "text",
    type: "text",
    durationFrames: "int",
    prompt: "text",
    negativePrompt: "text",
    seed: "int",
    backendId: "text",
    params: "jsonb",
    easing: "text",
    motion: "text",
    chosenTakeId: "text",
    shotName: "text",
  },
  take: {
    id: "text",
    workspaceId: "text",
    segmentId: "text",
    number: "int",
    fingerprint: "text",
    askedBackendId: "text",
    priority: "int",
    recipe: "jsonb",
    state: "text",
    status: "jsonb",
    original: "jsonb",
    originalHash: "text",
    clip: "jsonb",
    notes: "text[]",
    createdAt: "timestamp(3)",
    createdBy: "text",
  },
  render: {
    id: "text",
    filmKey: "text",
    totalFrames: "int",
    state: "text",
    status: "jsonb",
    createdAt: "timestamp(3)",
    createdBy: "text",
  },
};

/** A record as the columns that it fills. */
export function rowOf(record: AnyRecord, workspaceId: string): JsonRow {
  const { kind, ...fields } = record;
  switch (kind) {
    case "project": {
      const { frameRate, ...rest } = fields as Omit<Project, "kind">;
      return { ...rest, frameRateNum: frameRate.num, frameRateDen: frameRate.den };
    }
    case "take": {
      const take = fields as Omit<Take, "kind">;
      const originalHash = take.original?.hash ?? null;
      const askedBackendId = take.recipe.fallbackFor ?? take.recipe.backendId;
      return { ...take, workspaceId, askedBackendId, state: take.status.state, originalHash };
    }
    case "render": {
      const render = fields as Omit<Render, "kind">;
      return { ...render, state: render.status.state };
    }
    case "keyframe":
    case "segment":
      return fields;
  }
}

const READERS: { readonly [Kind in RecordKind]: (row: RowOf[Kind]) => RecordOf[Kind] } = {
  project: projectOf,
  keyframe: keyframeOf,
  segment: segmentOf,
  take: takeOf,
  render: renderOf,
};

/** The record that a row holds. The rows were checked when they were written, so only JSON columns are read by schema. */
export function recordOf<Kind extends RecordKind>(kind: Kind, row: RowOf[Kind]): RecordOf[Kind] {
  return READERS[kind](row);
}

function projectOf(row: RowOf["project"]): Project {
  return {
    kind: "project",
    id: row.id,
    name: row.name,
    frameRate: { num: row.frameRateNum, den: row.frameRateDen },
    width: row.width,
    height: row.height,
    fit: projectSchema.shape.fit.parse(row.fit),
    fitColor: row.fitColor,
    segmentFrames: row.segmentFrames,
    easing: projectSchema.shape.easing.parse(row.easing),
    motion: projectSchema.shape.motion.parse(row.motion),
    backendId: row.backendId,
    isPaused: row.isPaused,
    prompt: row.prompt,
    negativePrompt: row.negativePrompt,
  };
}

function keyframeOf(row: KeyframeRow): Keyframe {
  const { projectId: _projectId, ...fields } = row;
  return { kind: "keyframe", ...fields };
}

function segmentOf(row: SegmentRow): Segment {
  const { projectId: _projectId, ...fields } = row;
  return {
    kind: "segment",
    ...fields,
    type: segmentSchema.shape.type.parse(row.type),
    params: segmentSchema.shape.params.parse(row.params),
    easing: segmentSchema.shape.easing.parse(row.easing),
    motion: segmentSchema.shape.motion.parse(row.motion),
  };
}

function takeOf(row: TakeRow): Take {
  return {
    kind: "take",
    id: row.id,
    segmentId: row.segmentId,
    number: row.number,
    recipe: recipeSchema.parse(row.recipe),
    fingerprint: row.fingerprint,
    priority: row.priority,
    status: takeStatusSchema.parse(row.status),
    original: row.original === null ? null : originalSchema.parse(row.original),
    clip: row.clip === null ? null : takeClipSchema.parse(row.clip),
    notes: row.notes,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}

function renderOf(row: RenderRow): Render {
  return {
    kind: "render",
    id: row.id,
    filmKey: row.filmKey,
    totalFrames: row.totalFrames,
    status: renderStatusSchema.parse(row.status),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}
