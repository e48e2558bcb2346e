import type { Change } from "../change.ts";
import { newKeyframe } from "../keyframe.ts";
import type { Sequence } from "../sequence.ts";
import { carryCuts } from "./carry-cuts.ts";
import { gapKeys } from "./gap-keys.ts";

/**
 * New keyframes in a gap of the sequence, in the order given. In the gap of a cut they end the shot before it: the cut
 * stays in front of the keyframe that it was in front of.
 * @param options.index the gap: 0 is before the first keyframe, n after the last.
 */
export function insertKeyframes(options: {
  sequence: Sequence;
  index: number;
  keyframes: readonly { id: string; imageId: string; label: string }[];
}): Change {
  const { sequence, index, keyframes } = options;
  const keys = gapKeys({ list: sequence.keyframes, index, count: keyframes.length });
  const put = keyframes.flatMap((fields, place) => {
    const order = keys[place];
    return order === undefined ? [] : [newKeyframe({ ...fields, order })];
  });
  const after = [...sequence.keyframes, ...put];
  return { put, patch: carryCuts({ sequence, after }), remove: [] };
}
