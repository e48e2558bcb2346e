import { canonicalJson } from "./canonical-json.ts";
import type { Easing } from "./easing.ts";
import type { Fit, Rect, Size } from "./fit.ts";
import type { FrameRate } from "./frame-rate.ts";
import type { Motion } from "./motion.ts";
import { fitOf, frameSizeOf, type Project } from "./project.ts";
import type { SequenceSegment } from "./sequence.ts";
import { sha256Hex } from "./sha256-hex.ts";
import type { Original, Take } from "./take.ts";

/** Raised whenever the house encoder's set-up changes, so that old clips are derived anew and never mixed in. */
export const HOUSE_FORMAT_VERSION = 1;

/**
 * All that a clip is derived from. What may be absent is absent where it changes nothing, so that clips made before
 * there was a choice keep their keys and are not derived again.
 */
export type ClipSpec = {
  readonly houseFormatVersion: number;
  readonly originalHash: string;
  readonly span: Original["span"];
  /** The keyframe that the first frame is pinned to, and the one that the last is measured against. */
  readonly fromImageId: string;
  readonly toImageId: string;
  readonly frame: Size;
  readonly fit: Fit;
  readonly frameRate: FrameRate;
  readonly durationFrames: number;
  readonly easing: Easing;
  /** Absent: held, or as many drawings as frames, where there is nothing to smooth. */
  readonly motion?: "smoothed";
  /** Absent: the original's own size. */
  readonly drawnFor?: Size;
  /** Absent: the original's whole picture. */
  readonly filmArea?: Rect;
};

/** A keyframe held still, in the house format. */
export type HoldSpec = {
  readonly houseFormatVersion: number;
  readonly imageId: string;
  readonly frame: Size;
  readonly fit: Fit;
  readonly frameRate: FrameRate;
  readonly holdFrames: number;
};

/**
 * What a take's clip has to be for the segment and the project as they stand.
 * @returns null while the take has no original.
 */
export function clipSpecOf(
  project: Project,
  segment: SequenceSegment,
  take: Take,
): ClipSpec | null {
  if (!take.original || segment.durationFrames < 1) return null;
  return clipSpec(take.original, {
    fromImageId: segment.from.imageId,
    toImageId: segment.to.imageId,
    frame: frameSizeOf(project),
    fit: fitOf(project),
    frameRate: project.frameRate,
    durationFrames: segment.durationFrames,
    easing: segment.easing,
    motion: segment.motion,
  });
}

/** What the clip of an original has to be, of which all else is known. */
export function clipSpec(
  original: Original,
  wanted: Pick<
    ClipSpec,
    "fromImageId" | "toImageId" | "frame" | "fit" | "frameRate" | "durationFrames" | "easing"
  > & { readonly motion: Motion },
): ClipSpec {
  const { hash, span, frames, width, height, drawnFor, filmArea } = original;
  const { motion, ...rest } = wanted;
  const isSmoothed = motion === "smoothed" && frames < wanted.durationFrames;
  const isOwnSize = drawnFor?.width === width && drawnFor.height === height;
  return {
    houseFormatVersion: HOUSE_FORMAT_VERSION,
    originalHash: hash,
    span,
    ...rest,
    ...(isSmoothed && { motion }),
    ...(drawnFor && !isOwnSize && { drawnFor }),
    ...(filmArea && { filmArea }),
  };
}

export function holdSpecOf(project: Project, imageId: string, holdFrames: number): HoldSpec {
  return {
    houseFormatVersion: HOUSE_FORMAT_VERSION,
    imageId,
    frame: frameSizeOf(project),
    fit: fitOf(project),
    frameRate: project.frameRate,
    holdFrames,
  };
}

/** The hash under which a clip is cached. */
export function clipKeyOf(spec: ClipSpec | HoldSpec): string {
  return sha256Hex(canonicalJson(spec));
}
