import { EMPTY_CHANGE, type Change, type Patch } from "../change.ts";
import type { Sequence } from "../sequence.ts";
import { carryCuts } from "./carry-cuts.ts";
import { gapKeys } from "./gap-keys.ts";

/**
 * Keyframes taken together, in their present order, to a gap. Empty when they stand there already.
 * @param options.toIndex the gap in the present sequence: 0 is before the first keyframe, n after the last.
 */
export function moveKeyframes(options: {
  sequence: Sequence;
  keyframeIds: Iterable<string>;
  toIndex: number;
}): Change {
  const { sequence, toIndex } = options;
  const wanted = new Set(options.keyframeIds);
  const moved = sequence.keyframes.filter((keyframe) => wanted.has(keyframe.id));
  const rest = sequence.keyframes.filter((keyframe) => !wanted.has(keyframe.id));
  const restIndex = sequence.keyframes
    .slice(0, Math.max(0, toIndex))
    .filter((keyframe) => !wanted.has(keyframe.id)).length;
  const next = [...rest.slice(0, restIndex), ...moved, ...rest.slice(restIndex)];
  if (next.every((keyframe, place) => keyframe.id === sequence.keyframes[place]?.id)) {
    return EMPTY_CHANGE;
  }
  const keys = gapKeys({ list: rest, index: restIndex, count: moved.length });
  const patch = moved.flatMap((keyframe, place): Patch[] => {
    const order = keys[place];
    if (order === undefined) return [];
    return [{ kind: "keyframe", id: keyframe.id, from: { order: keyframe.order }, to: { order } }];
  });
  const after = [
    ...rest,
    ...moved.map((keyframe, place) => ({ id: keyframe.id, order: keys[place] ?? keyframe.order })),
  ];
  const movedIds = new Set(moved.map((keyframe) => keyframe.id));
  return { put: [], patch: [...patch, ...carryCuts({ sequence, after, movedIds })], remove: [] };
}
