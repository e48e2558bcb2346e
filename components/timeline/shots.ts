import type { Sequence } from "#lib/core/sequence.ts";

/** Keyframes between two cuts. */
export type Shot = {
  readonly number: number;
  readonly name: string;
  /** First and last keyframe, both inside. */
  readonly firstIndex: number;
  readonly lastIndex: number;
};

const shotsBySequence = new WeakMap<Sequence, readonly Shot[]>();

/** The shots of a sequence, worked out once for each sequence; none while there is no cut. */
export function shotsOf(sequence: Sequence): readonly Shot[] {
  const known = shotsBySequence.get(sequence);
  if (known) return known;
  const shots: Shot[] = [];
  let firstIndex = 0;
  let name = "";
  const end = (lastIndex: number) => {
    const number = shots.length + 1;
    shots.push({ number, name: name || `Shot ${number}`, firstIndex, lastIndex });
  };
  for (const segment of sequence.segments) {
    if (!segment.isCut) continue;
    end(segment.index);
    firstIndex = segment.index + 1;
    name = segment.record.shotName;
  }
  if (shots.length > 0) end(sequence.keyframes.length - 1);
  shotsBySequence.set(sequence, shots);
  return shots;
}

/** The shot that a keyframe belongs to, found by halving. */
export function shotAt(shots: readonly Shot[], keyframeIndex: number): Shot | null {
  let low = 0;
  let high = shots.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const shot = shots[middle];
    if (!shot) return null;
    if (keyframeIndex < shot.firstIndex) high = middle - 1;
    else if (keyframeIndex > shot.lastIndex) low = middle + 1;
    else return shot;
  }
  return null;
}
