import type { Change } from "../change.ts";
import type { Sequence } from "../sequence.ts";
import { carryCuts } from "./carry-cuts.ts";
import { gapKeys } from "./gap-keys.ts";

/**
 * Copies of keyframes, right after the last of them and in their order.
 * @param options.newIds one for each keyframe; keyframes beyond them are not copied.
 */
export function duplicateKeyframes(options: {
  sequence: Sequence;
  keyframeIds: Iterable<string>;
  newIds: readonly string[];
}): Change {
  const { sequence, newIds } = options;
  const wanted = new Set(options.keyframeIds);
  const sources = sequence.keyframes.filter((keyframe) => wanted.has(keyframe.id));
  const index = sequence.keyframes.findLastIndex((keyframe) => wanted.has(keyframe.id)) + 1;
  const keys = gapKeys({ list: sequence.keyframes, index, count: sources.length });
  const put = sources.flatMap((keyframe, place) => {
    const id = newIds[place];
    const order = keys[place];
    return id === undefined || order === undefined ? [] : [{ ...keyframe, id, order }];
  });
  const after = [...sequence.keyframes, ...put];
  return { put, patch: put.length > 0 ? carryCuts({ sequence, after }) : [], remove: [] };
}
