import { segmentStateOf, type SegmentState } from "#lib/core/segment-state.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { isPending, type Take } from "#lib/core/take.ts";
import { NO_HOLDS, type TakeHolds } from "#lib/core/take-outlook.ts";
import { pendingToneOf, type SegmentTone } from "./segment-look.ts";
import type { TimelineView } from "./timeline-props.ts";

/**
 * The state of each segment, worked out when it is first asked for and kept while nothing that it rests on changes.
 * Staleness hashes a recipe (some 30 µs), so ten thousand of them would hold a frame up: `tone` answers at once from
 * what is plain to see, and `refine` brings the rest in small portions.
 */
export type SegmentStates = {
  /** @param view the newest view; states that rest on unchanged records are kept. */
  setView(view: TimelineView): void;
  setHolds(holds: TakeHolds): void;
  exact(segment: SequenceSegment): SegmentState;
  /** The state at a glance, exact if it is known already. */
  tone(segment: SequenceSegment): SegmentTone;
  /**
   * Works out unknown states from `firstIndex` on until the time is used up.
   * @returns where to go on, or null when all are known.
   */
  refine(firstIndex: number, hasTime: () => boolean): number | null;
};

type Known = { readonly view: TimelineView; readonly takes: readonly Take[]; state: SegmentState };
const NO_TAKES: readonly Take[] = [];

export function createSegmentStates(): SegmentStates {
  let view: TimelineView | null = null;
  let holds = NO_HOLDS;
  const known = new WeakMap<SequenceSegment, Known>();

  function current(segment: SequenceSegment): Known | null {
    const entry = known.get(segment);
    if (!entry || !view) return null;
    if (entry.view === view) return entry;
    const same =
      entry.view.project === view.project &&
      entry.view.backends === view.backends &&
      entry.takes === takesOf(segment);
    return same ? entry : null;
  }

  function takesOf(segment: SequenceSegment): readonly Take[] {
    return view?.takesBySegment.get(segment.id) ?? NO_TAKES;
  }

  function exact(segment: SequenceSegment): SegmentState {
    const entry = current(segment);
    if (entry) return entry.state;
    if (!view) return segment.isCut ? { state: "cut" } : { state: "empty" };
    const takes = takesOf(segment);
    const { project, backends } = view;
    const state = segmentStateOf({ project, segment, takes, backends });
    known.set(segment, { view, takes, state });
    return state;
  }

  return {
    setView(next) {
      view = next;
    },
    setHolds(next) {
      holds = next;
    },
    exact,
    tone(segment) {
      const state = current(segment)?.state;
      if (!state) return plainTone(segment, takesOf(segment), holds);
      const isOnItsWay = state.state === "queued" || state.state === "waiting";
      return isOnItsWay ? pendingToneOf(state.take, holds) : state.state;
    },
    refine(firstIndex, hasTime) {
      const segments = view?.sequence.segments ?? [];
      for (let index = firstIndex; index < segments.length; index += 1) {
        if ((index & 15) === 0 && !hasTime()) return index;
        const segment = segments[index];
        if (segment) exact(segment);
      }
      return null;
    },
  };
}

/** All but staleness. */
function plainTone(
  segment: SequenceSegment,
  takes: readonly Take[],
  holds: TakeHolds,
): SegmentTone {
  if (segment.isCut) return "cut";
  if (takes.length === 0) return "empty";
  const newest = takes.reduce((best, take) => (take.number > best.number ? take : best));
  if (isPending(newest)) return pendingToneOf(newest, holds);
  const chosen = takes.find((take) => take.id === segment.record.chosenTakeId);
  if (chosen?.status.state === "ready") return "ready";
  return newest.status.state === "failed" ? "failed" : "empty";
}
