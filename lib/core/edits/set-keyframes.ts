import type { Change } from "../change.ts";
import type { Keyframe } from "../keyframe.ts";
import { setFields } from "./set-fields.ts";

export type KeyframeFields = Partial<
  Pick<Keyframe, "imageId" | "holdFrames" | "label" | "action" | "dialogue">
>;

/** The same properties set on each keyframe; empty when all of them have them already. */
export function setKeyframes(options: {
  keyframes: readonly Keyframe[];
  fields: KeyframeFields;
}): Change {
  const patch = options.keyframes.flatMap((keyframe) => setFields(keyframe, options.fields));
  return { put: [], patch, remove: [] };
}
