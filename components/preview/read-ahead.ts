import { entryAtFrame, type ScheduleEntry } from "#lib/core/schedule.ts";
import { pictureAt, type ClipRef } from "./picture-at.ts";
import type { PlayBounds } from "./play-clock.ts";
import type { PreviewView } from "./preview-props.ts";

/** What should be at hand, each list with the most urgent first. */
export type ReadAhead = {
  readonly imageIds: readonly string[];
  readonly clips: readonly ClipRef[];
  readonly clipFrames: readonly { readonly clip: ClipRef; readonly frame: number }[];
};

/** How far ahead files are fetched: far enough for a slow connection, near enough to keep the caches for the rest. */
const AHEAD = { entries: 8, files: 5 };

/** Puts what is more urgent before the rest. */
export function withUrgent(plan: ReadAhead, urgent: Partial<ReadAhead>): ReadAhead {
  return {
    imageIds: [...new Set([...(urgent.imageIds ?? []), ...plan.imageIds])],
    clips: [...(urgent.clips ?? []), ...plan.clips],
    clipFrames: [...(urgent.clipFrames ?? []), ...plan.clipFrames],
  };
}

/**
 * Walks the film from a frame in the direction of play, over the loop's seam, and lists what it will need.
 * @param options.direction 1 forwards, −1 backwards
 * @param options.frameBudget decoded frames that may be held, at least 1
 */
export function readAheadOf(options: {
  view: PreviewView;
  frame: number;
  direction: 1 | -1;
  bounds: PlayBounds;
  frameBudget: number;
}): ReadAhead {
  const { view, direction, frameBudget } = options;
  const imageIds = new Set<string>();
  const clips = new Map<string, ClipRef>();
  const clipFrames = new Map<string, { clip: ClipRef; frame: number }>();
  for (const { entry, frame } of entriesAhead(options)) {
    const runFrames =
      direction > 0 ? entry.startFrame + entry.frames - frame : frame - entry.startFrame + 1;
    for (let step = 0; step < runFrames; step += 1) {
      const picture = pictureAt(view, frame + direction * step);
      if (picture.type === "none") break;
      if (picture.type === "image") {
        imageIds.add(picture.keyframe.imageId);
        break;
      }
      // The drawing stands in until the clip is there, so it comes with it.
      imageIds.add(picture.from.imageId);
      clips.set(picture.clip.key, picture.clip);
      if (clipFrames.size >= frameBudget) break;
      const key = `${picture.clip.key}#${picture.clipFrame}`;
      clipFrames.set(key, { clip: picture.clip, frame: picture.clipFrame });
    }
    if (clips.size + imageIds.size >= 2 * AHEAD.files) break;
  }
  return {
    imageIds: [...imageIds],
    clips: [...clips.values()],
    clipFrames: [...clipFrames.values()],
  };
}

/** The entries from the one at the frame on, each with the frame at which play comes into it. */
function entriesAhead(options: {
  view: PreviewView;
  frame: number;
  direction: 1 | -1;
  bounds: PlayBounds;
}): { entry: ScheduleEntry; frame: number }[] {
  const { view, direction, bounds } = options;
  const found: { entry: ScheduleEntry; frame: number }[] = [];
  let frame = options.frame;
  while (found.length < AHEAD.entries) {
    const entry = entryAtFrame(view.schedule, frame);
    if (!entry) break;
    found.push({ entry, frame });
    frame = direction > 0 ? entry.startFrame + entry.frames : entry.startFrame - 1;
    const isOutside = frame >= bounds.endFrame || frame < bounds.startFrame;
    if (isOutside && bounds.isLooping) {
      frame = direction > 0 ? bounds.startFrame : bounds.endFrame - 1;
    } else if (isOutside) {
      // Scrubbing may go beyond the range that plays; one entry more keeps it ready.
      const beyond = entryAtFrame(view.schedule, frame);
      if (beyond) found.push({ entry: beyond, frame });
      break;
    }
  }
  return found;
}
