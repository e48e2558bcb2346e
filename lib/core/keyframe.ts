import * as z from "zod/mini";
import { idSchema, imageIdSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { storableText } from "./text.ts";

/** One key drawing on the timeline. */
export const keyframeSchema = z.object({
  kind: z.literal("keyframe"),
  id: idSchema,
  /** Fractional index; compared by code unit, ties by id. See `order.ts`. */
  order: z.string().check(z.regex(/^[A-Za-z0-9]{1,200}$/)),
  imageId: imageIdSchema,
  /** Frames that it stays still before motion begins. */
  holdFrames: z.int().check(z.minimum(LIMITS.holdFrames.min), z.maximum(LIMITS.holdFrames.max)),
  label: storableText(LIMITS.nameChars),
  action: storableText(LIMITS.noteChars),
  dialogue: storableText(LIMITS.noteChars),
});

export type Keyframe = z.infer<typeof keyframeSchema>;

export function newKeyframe(fields: {
  id: string;
  order: string;
  imageId: string;
  label?: string;
}): Keyframe {
  return {
    kind: "keyframe",
    id: fields.id,
    order: fields.order,
    imageId: fields.imageId,
    holdFrames: 0,
    label: fields.label ?? "",
    action: "",
    dialogue: "",
  };
}
