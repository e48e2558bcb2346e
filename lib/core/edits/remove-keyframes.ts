import type { Change } from "../change.ts";
import type { Sequence } from "../sequence.ts";
import { carryCuts } from "./carry-cuts.ts";

/** Keyframes taken out. Their segments' settings and takes stay, and are back when the same two stand together again. */
export function removeKeyframes(options: {
  sequence: Sequence;
  keyframeIds: Iterable<string>;
}): Change {
  const { sequence } = options;
  const wanted = new Set(options.keyframeIds);
  const remove = sequence.keyframes.filter((keyframe) => wanted.has(keyframe.id));
  const after = sequence.keyframes.filter((keyframe) => !wanted.has(keyframe.id));
  return { put: [], patch: remove.length > 0 ? carryCuts({ sequence, after }) : [], remove };
}
