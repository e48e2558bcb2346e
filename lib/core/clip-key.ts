import { canonicalJson } from "./canonical-json.ts";
import type { Easing } from "./easing.ts";
import type { Fit, Size } from "./fit.ts";
import type { FrameRate } from "./frame-rate.ts";
import { fitOf, frameSizeOf, type Project } from "./project.ts";
import type { SequenceSegment } from "./sequence.ts";
import { sha256Hex } from "./sha256-hex.ts";
import type { Original, Take } from "./take.ts";

/** Raised whenever the house encoder's set-up changes, so that old clips are derived anew and never mixed in. */
export const HOUSE_FORMAT_VERSION = 1;

/** All that a clip is derived from. */
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
  return {
    houseFormatVersion: HOUSE_FORMAT_VERSION,
    originalHash: take.original.hash,
    span: take.original.span,
    fromImageId: segment.from.imageId,
    toImageId: segment.to.imageId,
    frame: frameSizeOf(project),
    fit: fitOf(project),
    frameRate: project.frameRate,
    durationFrames: segment.durationFrames,
    easing: segment.easing,
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
