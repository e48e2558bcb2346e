import * as z from "zod/mini";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import {
  clipKeyOf,
  clipSpec,
  clipSpecOf,
  HOUSE_FORMAT_VERSION,
  holdSpecOf,
  type ClipSpec,
  type HoldSpec,
} from "#lib/core/clip-key.ts";
import { EASINGS } from "#lib/core/easing.ts";
import { imageIdSchema } from "#lib/core/ids.ts";
import { fitOf, frameRateSchema, frameSizeOf, type Project } from "#lib/core/project.ts";
import { scheduleOf } from "#lib/core/schedule.ts";
import type { Sequence, SequenceSegment } from "#lib/core/sequence.ts";
import { sha256Hex } from "#lib/core/sha256-hex.ts";
import { originalSchema, type Take } from "#lib/core/take.ts";

const partSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hold"),
    clipKey: z.string(),
    frames: z.int(),
    imageId: imageIdSchema,
  }),
  z.object({
    type: z.literal("clip"),
    clipKey: z.string(),
    frames: z.int(),
    original: originalSchema,
    backendId: z.string(),
    fromImageId: imageIdSchema,
    toImageId: imageIdSchema,
    easing: z.enum(EASINGS),
    motion: z.optional(z.literal("smoothed")),
  }),
]);
export type FilmPart = z.infer<typeof partSchema>;

/** A film as data: every clip and hold in order, with all that is needed to make those that are missing. */
export const filmPlanSchema = z.object({
  frameRate: frameRateSchema,
  frame: z.object({ width: z.int(), height: z.int() }),
  fit: z.object({ policy: z.enum(["contain", "cover"]), color: z.string() }),
  totalFrames: z.int(),
  parts: z.array(partSchema),
});
export type FilmPlan = z.infer<typeof filmPlanSchema>;

/** A long hold is the same short clip again and again, so that ten minutes of a still cost the encoding of seconds. */
const HOLD_PART_FRAMES = 120;

/** The film of a project as it stands, and the segments that have nothing to show yet (held for their length). */
export function filmPlanOf(options: {
  project: Project;
  sequence: Sequence;
  takesBySegment: ReadonlyMap<string, readonly Take[]>;
}): { plan: FilmPlan; missing: readonly SequenceSegment[] } {
  const { project, sequence, takesBySegment } = options;
  const schedule = scheduleOf(sequence);
  const parts: FilmPart[] = [];
  const missing: SequenceSegment[] = [];
  const hold = (imageId: string, frames: number) => {
    for (let left = frames; left > 0; left -= HOLD_PART_FRAMES) {
      const partFrames = Math.min(left, HOLD_PART_FRAMES);
      const clipKey = clipKeyOf(holdSpecOf(project, imageId, partFrames));
      parts.push({ type: "hold", clipKey, frames: partFrames, imageId });
    }
  };
  for (const entry of schedule.entries) {
    if (entry.type === "hold") {
      const keyframe = sequence.keyframes[entry.keyframeIndex];
      if (keyframe) hold(keyframe.imageId, entry.frames);
      continue;
    }
    const segment = sequence.segments[entry.segmentIndex];
    if (!segment) continue;
    const take = shownTake(segment, takesBySegment.get(segment.id) ?? []);
    const spec = take && clipSpecOf(project, segment, take);
    if (!take?.original || !spec) {
      missing.push(segment);
      hold(segment.from.imageId, entry.frames);
      continue;
    }
    parts.push({
      type: "clip",
      clipKey: clipKeyOf(spec),
      frames: entry.frames,
      original: take.original,
      backendId: take.recipe.backendId,
      fromImageId: spec.fromImageId,
      toImageId: spec.toImageId,
      easing: spec.easing,
      ...(spec.motion && { motion: spec.motion }),
    });
  }
  return {
    plan: {
      frameRate: project.frameRate,
      frame: frameSizeOf(project),
      fit: fitOf(project),
      totalFrames: schedule.totalFrames,
      parts,
    },
    missing,
  };
}

/** The hash of a film: the same key is the same file, frame for frame. */
export function filmKeyOf(plan: FilmPlan): string {
  const parts = plan.parts.map((part) => [part.clipKey, part.frames]);
  const { frameRate, frame } = plan;
  return sha256Hex(
    canonicalJson({ houseFormatVersion: HOUSE_FORMAT_VERSION, frameRate, frame, parts }),
  );
}

/** What a part's clip is made of. */
export function specOfPart(plan: FilmPlan, part: FilmPart): ClipSpec | HoldSpec {
  const { frame, fit, frameRate } = plan;
  if (part.type === "hold") {
    const { imageId, frames: holdFrames } = part;
    return { houseFormatVersion: HOUSE_FORMAT_VERSION, frame, fit, frameRate, imageId, holdFrames };
  }
  const { original, fromImageId, toImageId, frames: durationFrames, easing } = part;
  const motion = part.motion ?? "held";
  return clipSpec(original, {
    ...{ frame, fit, frameRate },
    ...{ fromImageId, toImageId, durationFrames, easing, motion },
  });
}

/** The chosen take, also when it is stale and while another is being drawn. */
function shownTake(segment: SequenceSegment, takes: readonly Take[]): Take | undefined {
  return takes.find(
    (take) => take.id === segment.record.chosenTakeId && take.status.state === "ready",
  );
}
