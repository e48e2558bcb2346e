import type { BackendDescription } from "#lib/core/backend-description.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { newKeyframe, type Keyframe } from "#lib/core/keyframe.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import { newProject } from "#lib/core/project.ts";
import { recipeOf } from "#lib/core/recipe-of.ts";
import { fingerprintOf } from "#lib/core/recipe.ts";
import { recordsFrom, type AnyRecord } from "#lib/core/records.ts";
import { defaultSegment, type Segment } from "#lib/core/segment.ts";
import type { SegmentState } from "#lib/core/segment-state.ts";
import { sequenceOf, type SequenceSegment } from "#lib/core/sequence.ts";
import type { Take, TakeStatus } from "#lib/core/take.ts";

export const PROJECT_ID = "timeline-project";

export const DRAFT: BackendDescription = {
  id: "draft",
  name: "Draft",
  version: "1",
  isDraft: true,
  nativeSize: null,
  nativeFrames: null,
  nativeFrameRate: null,
  span: "half-open",
  usesPrompt: false,
  usesNegativePrompt: false,
  seedRange: null,
  params: [],
  canCancel: true,
};

/** What each segment of a test story is to be; `pending` means ready with its clip still to be derived. */
export type WantedState = SegmentState["state"] | "pending";

/** A story of `count` keyframes; holds and states repeat in turn. */
export function storyRecords(options: {
  count: number;
  holdFrames?: readonly number[];
  states?: readonly WantedState[];
}): AnyRecord[] {
  const { count, holdFrames = [0], states = ["empty"] } = options;
  const project = newProject(PROJECT_ID, "A story");
  const orders = orderKeysBetween(null, null, count);
  const keyframes = orders.map((order, index): Keyframe => {
    const number = String(index + 1).padStart(5, "0");
    const imageId = (index + 1).toString(16).padStart(64, "0");
    const id = `keyframe-${number}`;
    const holds = holdFrames[index % holdFrames.length] ?? 0;
    return {
      ...newKeyframe({ id, order, imageId, label: `walk-${number.slice(3)}` }),
      holdFrames: holds,
    };
  });
  const records: AnyRecord[] = [project, ...keyframes];
  const segments = keyframes.slice(1).map((to, index): Segment => {
    const wanted = states[index % states.length];
    const segment = defaultSegment(segmentIdOf(keyframes[index]?.id ?? "", to.id));
    if (wanted === "cut") return { ...segment, type: "cut", shotName: "In the rain" };
    const hasTake = wanted === "ready" || wanted === "stale" || wanted === "pending";
    return hasTake ? { ...segment, chosenTakeId: takeIdOf(index) } : segment;
  });
  records.push(...segments);
  const sequence = sequenceOf(project, recordsFrom(records));
  for (const segment of sequence.segments) {
    const wanted = states[segment.index % states.length] ?? "empty";
    if (wanted !== "empty" && wanted !== "cut") records.push(takeFor(project, segment, wanted));
  }
  return records;
}

export function takeIdOf(index: number): string {
  return `take-${String(index + 1).padStart(5, "0")}`;
}

const AT = "2026-05-01T12:00:00.000Z";

function takeFor(
  project: ReturnType<typeof newProject>,
  segment: SequenceSegment,
  wanted: WantedState,
): Take {
  const recipe = recipeOf({ project, segment, backend: DRAFT, seed: 7 });
  const drawn = wanted === "stale" ? { ...recipe, fromImageId: "f".repeat(64) } : recipe;
  const hasOriginal = wanted === "ready" || wanted === "stale" || wanted === "pending";
  const take: Take = {
    kind: "take",
    id: takeIdOf(segment.index),
    segmentId: segment.id,
    number: 1,
    recipe: drawn,
    fingerprint: fingerprintOf(drawn),
    priority: 0,
    status: statusOf(wanted),
    original: hasOriginal
      ? {
          hash: String(segment.index).padStart(64, "a"),
          frames: 48,
          width: project.width,
          height: project.height,
          frameRate: project.frameRate,
          span: "half-open",
        }
      : null,
    clip: null,
    notes: [],
    createdAt: AT,
    createdBy: null,
  };
  const spec = clipSpecOf(project, segment, take);
  if (!spec || wanted === "pending") return take;
  const seams = { firstPsnrDb: 50, lastPsnrDb: 40 };
  return { ...take, clip: { key: clipKeyOf(spec), frames: segment.durationFrames, seams } };
}

function statusOf(wanted: WantedState): TakeStatus {
  const message = "The server has no free GPU. Try again, or choose another backend.";
  switch (wanted) {
    case "queued":
      return { state: "queued", queuedAt: AT };
    case "running":
      return { state: "running", attempt: 1, startedAt: AT };
    case "waiting":
      return { state: "waiting", until: AT, error: { errorClass: "quota", message } };
    case "failed":
      return { state: "failed", failedAt: AT, error: { errorClass: "rejected", message } };
    default:
      return { state: "ready", readyAt: AT, elapsedMs: 900 };
  }
}
