import { EMPTY_CHANGE, applyChange } from "#lib/core/change.ts";
import type { Easing } from "#lib/core/easing.ts";
import type { FitPolicy, Size } from "#lib/core/fit.ts";
import { secondsToFrames, type FrameRate } from "#lib/core/frame-rate.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Motion } from "#lib/core/motion.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import { newProject, type Project } from "#lib/core/project.ts";
import { emptyRecords } from "#lib/core/records.ts";
import { scheduleOf, type Schedule } from "#lib/core/schedule.ts";
import { defaultSegment, type Params } from "#lib/core/segment.ts";
import { sequenceOf, type Sequence } from "#lib/core/sequence.ts";
import type { Drawing } from "./read-drawings.ts";

export type StorySettings = {
  readonly frameRate: FrameRate;
  /** Null takes the first drawing's own size. */
  readonly size: Size | null;
  readonly secondsPerSegment: number;
  readonly holdFrames: number;
  readonly fit: FitPolicy;
  readonly fitColor: string;
  readonly easing: Easing;
  readonly motion: Motion;
  readonly prompt: string;
  /** The model's own settings, the same for every segment. */
  readonly params: Params;
  readonly backendId: string;
};

export type StoryPlan = {
  readonly project: Project;
  readonly sequence: Sequence;
  readonly schedule: Schedule;
};

/** A project that lives only in memory: the same records, sequence and schedule that the studio works with. */
export function planStory(drawings: readonly Drawing[], settings: StorySettings): StoryPlan {
  const size = settings.size ?? ownSize(drawings);
  const project: Project = {
    ...newProject("headless", "Storyboard"),
    ...size,
    frameRate: settings.frameRate,
    segmentFrames: Math.max(1, secondsToFrames(settings.secondsPerSegment, settings.frameRate)),
    fit: settings.fit,
    fitColor: settings.fitColor,
    easing: settings.easing,
    motion: settings.motion,
    prompt: settings.prompt,
    backendId: settings.backendId,
  };
  const orders = orderKeysBetween(null, null, drawings.length);
  const keyframes = drawings.map((drawing, index) => ({
    ...newKeyframe({
      id: `keyframe-${index}`,
      order: orders[index] ?? "",
      imageId: drawing.imageId,
      label: drawing.fileName,
    }),
    holdFrames: settings.holdFrames,
  }));
  const segments = keyframes.slice(1).map(({ id }, index) => ({
    ...defaultSegment(segmentIdOf(keyframes[index]?.id ?? "", id)),
    params: settings.params,
  }));
  const put = [...keyframes, ...segments];
  const records = applyChange(emptyRecords(), { ...EMPTY_CHANGE, put });
  const sequence = sequenceOf(project, records);
  return { project, sequence, schedule: scheduleOf(sequence) };
}

/** The first drawing's size, made even (4:2:0 chroma) and brought within the limits in its own shape. */
function ownSize(drawings: readonly Drawing[]): Size {
  const { width = 1024, height = 640 } = drawings[0] ?? {};
  const { min, max } = LIMITS.frameSidePixels;
  const scale = Math.min(1, max / Math.max(width, height));
  const side = (pixels: number) => Math.max(min, Math.round((pixels * scale) / 2) * 2);
  return { width: side(width), height: side(height) };
}
