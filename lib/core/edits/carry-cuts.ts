import type { Patch } from "../change.ts";
import { segmentIdOf } from "../ids.ts";
import { compareOrder, type Ordered } from "../order.ts";
import { defaultSegment } from "../segment.ts";
import type { Sequence, SequenceSegment } from "../sequence.ts";

const NOTHING_MOVED: ReadonlySet<string> = new Set();

/**
 * Keeps shots apart when keyframes come, go or move: wherever a cut's pair is broken up, the keyframe that began the
 * shot still begins one; when it is gone or moved away without its shot, the next one of the shot does. The new pair
 * takes the cut and the shot's name.
 *
 * ```
 *   A │ B ─ C   insert X before B   A ─ X │ B ─ C
 *               remove B            A │ C
 * ```
 * @param options.after the keyframes as they will be, in any order.
 * @param options.movedIds keyframes that the edit moves.
 */
export function carryCuts(options: {
  sequence: Sequence;
  after: readonly Ordered[];
  movedIds?: ReadonlySet<string>;
}): Patch[] {
  const { sequence, movedIds = NOTHING_MOVED } = options;
  const cuts = sequence.segments.filter((segment) => segment.isCut);
  if (cuts.length === 0) return [];
  const ordered = options.after.toSorted(compareOrder);
  const placeOf = new Map(ordered.map((keyframe, place) => [keyframe.id, place]));
  const oldPairs = new Set(sequence.segments.map((segment) => segment.id));
  return cuts.flatMap((cut) => {
    const opener = openerOf({ sequence, cut, placeOf, movedIds });
    const before = opener === null ? undefined : ordered[(placeOf.get(opener) ?? 0) - 1];
    if (opener === null || before === undefined) return [];
    const id = segmentIdOf(before.id, opener);
    // A pair that stood before the edit keeps what it is.
    if (oldPairs.has(id)) return [];
    const unset = defaultSegment(id);
    return {
      kind: "segment",
      id,
      from: { type: unset.type, shotName: unset.shotName },
      to: { type: "cut", shotName: cut.record.shotName },
    };
  });
}

/** The keyframe that begins the cut's shot after the edit; null when the whole shot is gone. */
function openerOf(options: {
  sequence: Sequence;
  cut: SequenceSegment;
  placeOf: ReadonlyMap<string, number>;
  movedIds: ReadonlySet<string>;
}): string | null {
  const { sequence, cut, placeOf, movedIds } = options;
  let firstMoved: string | null = null;
  for (let index = cut.index + 1; index < sequence.keyframes.length; index += 1) {
    const id = sequence.keyframes[index]?.id;
    if (id !== undefined && placeOf.has(id)) {
      if (!movedIds.has(id)) return id;
      firstMoved ??= id;
    }
    if (sequence.segments[index]?.isCut) break;
  }
  return firstMoved;
}
