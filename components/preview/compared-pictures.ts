import { entryAtFrame } from "#lib/core/schedule.ts";
import { takePicture, type ClipRef, type Picture } from "./picture-at.ts";
import type { PreviewView, TakeComparison } from "./preview-props.ts";
import type { ReadAhead } from "./read-ahead.ts";

/** Frames of both takes that are decoded ahead; half each of what a plain segment gets. */
const AHEAD_FRAMES = 8;

/**
 * The two pictures of an A/B wipe.
 * @returns null when the playhead is not in the compared segment, or a take has no clip.
 */
export function comparedPictures(
  view: PreviewView,
  comparison: TakeComparison,
  frame: number,
): { a: Picture; b: Picture } | null {
  const entry = entryAtFrame(view.schedule, frame);
  if (entry?.type !== "segment") return null;
  const segment = view.sequence.segments[entry.segmentIndex];
  if (!segment || segment.id !== comparison.segmentId) return null;
  const takes = view.takesBySegment.get(segment.id) ?? [];
  const pictureOf = (takeId: string) => {
    const take = takes.find(({ id }) => id === takeId);
    const offset = frame - entry.startFrame;
    return take ? takePicture({ project: view.project, segment, take, offset }) : null;
  };
  const a = pictureOf(comparison.takeIdA);
  const b = pictureOf(comparison.takeIdB);
  return a && b ? { a, b } : null;
}

/** What the wipe needs from a frame on, the two sides in turn. */
export function comparedAhead(options: {
  view: PreviewView;
  comparison: TakeComparison;
  frame: number;
  direction: 1 | -1;
}): Partial<ReadAhead> {
  const clips = new Map<string, ClipRef>();
  const clipFrames: { clip: ClipRef; frame: number }[] = [];
  for (let step = 0; step < AHEAD_FRAMES; step += 1) {
    const frame = options.frame + options.direction * step;
    const pair = comparedPictures(options.view, options.comparison, frame);
    if (!pair) break;
    for (const picture of [pair.a, pair.b]) {
      if (picture.type !== "clip") continue;
      clips.set(picture.clip.key, picture.clip);
      clipFrames.push({ clip: picture.clip, frame: picture.clipFrame });
    }
  }
  return { clips: [...clips.values()], clipFrames };
}
