import * as z from "zod/mini";
import { EASINGS } from "./easing.ts";
import { MOTIONS } from "./motion.ts";
import { idSchema, keyframeIdsOf, segmentIdSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { storableText } from "./text.ts";

/** Largest seed that every backend's 32-bit generator takes. */
export const MAX_SEED = 2 ** 31 - 1;

/** A model's own settings, by the model's own names. */
export const paramsSchema = z
  .record(
    storableText(64).check(z.minLength(1)),
    z.union([z.number(), z.boolean(), storableText(LIMITS.promptChars)]),
  )
  .check(z.refine((params) => Object.keys(params).length <= 64, "too many settings"));
export type Params = z.infer<typeof paramsSchema>;

/** What lies between two adjacent keyframes. Null means: as the project says. */
export const segmentSchema = z
  .object({
    kind: z.literal("segment"),
    id: segmentIdSchema,
    fromKeyframeId: idSchema,
    toKeyframeId: idSchema,
    type: z.enum(["inbetween", "cut"]),
    durationFrames: z.nullable(
      z.int().check(z.minimum(LIMITS.segmentFrames.min), z.maximum(LIMITS.segmentFrames.max)),
    ),
    prompt: storableText(LIMITS.promptChars),
    negativePrompt: storableText(LIMITS.promptChars),
    /** A locked seed; null draws a new one for each take. */
    seed: z.nullable(z.int().check(z.minimum(0), z.maximum(MAX_SEED))),
    backendId: z.nullable(storableText(64).check(z.minLength(1))),
    params: paramsSchema,
    easing: z.nullable(z.enum(EASINGS)),
    motion: z.nullable(z.enum(MOTIONS)),
    chosenTakeId: z.nullable(idSchema),
    /** Names the shot that begins at the to-keyframe of this cut. */
    shotName: storableText(LIMITS.nameChars),
  })
  .check(
    z.refine((segment) => {
      const pair = keyframeIdsOf(segment.id);
      return (
        pair.fromKeyframeId === segment.fromKeyframeId && pair.toKeyframeId === segment.toKeyframeId
      );
    }, "a segment's id is its pair"),
  );

export type Segment = z.infer<typeof segmentSchema>;

/** A segment of which nothing was set yet; its row exists only once something differs from this. */
export function defaultSegment(id: string): Segment {
  return {
    kind: "segment",
    id,
    ...keyframeIdsOf(id),
    type: "inbetween",
    durationFrames: null,
    prompt: "",
    negativePrompt: "",
    seed: null,
    backendId: null,
    params: {},
    easing: null,
    motion: null,
    chosenTakeId: null,
    shotName: "",
  };
}
