import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { Project } from "#lib/core/project.ts";
import { entryAtFrame } from "#lib/core/schedule.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { isPending, type Take } from "#lib/core/take.ts";
import type { PreviewView } from "./preview-props.ts";

export type ClipRef = { readonly takeId: string; readonly key: string; readonly frames: number };

/** Why a drawing stands where motion belongs. */
export type MissingMark = "no-take" | "on-its-way";

/** What the film shows at a frame. */
export type Picture =
  | { readonly type: "none" }
  | { readonly type: "image"; readonly keyframe: Keyframe; readonly mark: MissingMark | null }
  | {
      readonly type: "clip";
      readonly clip: ClipRef;
      /** 0-based, inside the clip. */
      readonly clipFrame: number;
      /** Shown while the clip can't be: its first frame is this drawing. */
      readonly from: Keyframe;
      /** The clip was made for other settings, and a new one is being derived. */
      readonly isOutdated: boolean;
      /** A keyframe's drawing was replaced since, so the clip still shows the one before. */
      readonly isOfOldDrawing: boolean;
    };

/** Follows the schedule; a segment without a take is its from-keyframe held, then a cut. */
export function pictureAt(view: PreviewView, frame: number): Picture {
  const entry = entryAtFrame(view.schedule, frame);
  if (!entry) return { type: "none" };
  if (entry.type === "hold") {
    const keyframe = view.sequence.keyframes[entry.keyframeIndex];
    return keyframe ? { type: "image", keyframe, mark: null } : { type: "none" };
  }
  const segment = view.sequence.segments[entry.segmentIndex];
  if (!segment) return { type: "none" };
  const takes = view.takesBySegment.get(segment.id) ?? [];
  const chosen = takes.find((take) => take.id === segment.record.chosenTakeId);
  const offset = frame - entry.startFrame;
  const picture = chosen && takePicture({ project: view.project, segment, take: chosen, offset });
  if (picture) return picture;
  const mark = takes.some(isPending) ? "on-its-way" : "no-take";
  return { type: "image", keyframe: segment.from, mark };
}

/**
 * A take's picture at so many frames into its segment. A clip of another length is played at the segment's length, so
 * that there is motion to see while the new one is being derived.
 * @returns null while the take has no clip.
 */
export function takePicture(options: {
  project: Project;
  segment: SequenceSegment;
  take: Take;
  offset: number;
}): Picture | null {
  const { segment, take, offset } = options;
  if (!take.clip || take.clip.frames < 1 || segment.durationFrames < 1) return null;
  const { key, frames } = take.clip;
  const scaled =
    frames === segment.durationFrames
      ? offset
      : Math.floor((offset * frames) / segment.durationFrames);
  return {
    type: "clip",
    clip: { takeId: take.id, key, frames },
    clipFrame: Math.min(frames - 1, Math.max(0, scaled)),
    from: segment.from,
    isOutdated: !isCurrentClip(options),
    isOfOldDrawing:
      take.recipe.fromImageId !== segment.from.imageId ||
      take.recipe.toImageId !== segment.to.imageId,
  };
}

/** The hash costs some 50 µs and is asked for at every frame, so the last answer for a take is kept. */
const lastAnswers = new WeakMap<
  Take,
  { project: Project; segment: SequenceSegment; isCurrent: boolean }
>();

function isCurrentClip(options: {
  project: Project;
  segment: SequenceSegment;
  take: Take;
}): boolean {
  const { project, segment, take } = options;
  const last = lastAnswers.get(take);
  if (last && last.project === project && last.segment === segment) return last.isCurrent;
  const spec = clipSpecOf(project, segment, take);
  const isCurrent = spec !== null && take.clip?.key === clipKeyOf(spec);
  lastAnswers.set(take, { project, segment, isCurrent });
  return isCurrent;
}
