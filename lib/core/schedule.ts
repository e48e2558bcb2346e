import type { Sequence } from "./sequence.ts";

/** A run of frames of the film: a keyframe held still, or the motion of a segment. */
export type ScheduleEntry =
  | {
      readonly type: "hold";
      readonly keyframeIndex: number;
      readonly startFrame: number;
      readonly frames: number;
    }
  | {
      readonly type: "segment";
      readonly segmentIndex: number;
      readonly startFrame: number;
      readonly frames: number;
    };

/** What the film shows at every frame. Preview and stitcher both read this, so they agree to the frame. */
export type Schedule = {
  /** Ascending, without gaps, from frame 0. */
  readonly entries: readonly ScheduleEntry[];
  readonly totalFrames: number;
  /** The frame at which each keyframe first shows, by its place in the sequence. */
  readonly keyframeStartFrames: readonly number[];
};

/**
 * Lays the sequence out in frames.
 *
 * ```
 *  hold A   segment A~B          hold B  segment B~C      hold C (at least 1)
 * ├────────┼────────────────────┼───────┼────────────────┼──┤
 * ```
 * Segments are half-open, so their first frame is the first keyframe and the second keyframe is shown by what
 * follows. A keyframe that nothing follows (the film's last, or the last before a cut) shows for its hold, at least
 * one frame. N keyframes joined by 48-frame segments with no holds are 48(N−1)+1 frames.
 */
export function scheduleOf(sequence: Sequence): Schedule {
  const entries: ScheduleEntry[] = [];
  const keyframeStartFrames: number[] = [];
  let frame = 0;
  sequence.keyframes.forEach((keyframe, keyframeIndex) => {
    const outgoing = sequence.segments[keyframeIndex];
    const endsShot = outgoing === undefined || outgoing.isCut;
    const holdFrames = endsShot ? Math.max(1, keyframe.holdFrames) : keyframe.holdFrames;
    keyframeStartFrames.push(frame);
    if (holdFrames > 0) {
      entries.push({ type: "hold", keyframeIndex, startFrame: frame, frames: holdFrames });
      frame += holdFrames;
    }
    if (outgoing && outgoing.durationFrames > 0) {
      const frames = outgoing.durationFrames;
      entries.push({ type: "segment", segmentIndex: keyframeIndex, startFrame: frame, frames });
      frame += frames;
    }
  });
  return { entries, totalFrames: frame, keyframeStartFrames };
}

/**
 * The entry that shows at a frame, found by halving.
 * @returns null before frame 0, past the end, and for an empty project.
 */
export function entryAtFrame(schedule: Schedule, frame: number): ScheduleEntry | null {
  let low = 0;
  let high = schedule.entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = schedule.entries[middle];
    if (!entry) return null;
    if (frame < entry.startFrame) high = middle - 1;
    else if (frame >= entry.startFrame + entry.frames) low = middle + 1;
    else return entry;
  }
  return null;
}
