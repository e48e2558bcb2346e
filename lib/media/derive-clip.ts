import { copyFile, link, rm } from "node:fs/promises";
import type { Easing } from "#lib/core/easing.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Fit, Size } from "#lib/core/fit.ts";
import { sameFrameRate, type FrameRate } from "#lib/core/frame-rate.ts";
import type { Motion } from "#lib/core/motion.ts";
import type { Original } from "#lib/core/take.ts";
import { heldFrames, smoothedFrames, type Seams } from "./clip-frames.ts";
import { decodeClip } from "./decode-clip.ts";
import { decodeOriginal } from "./decode-original.ts";
import { encodeClip, type Clip } from "./encode-clip.ts";
import { fitToFrame, pictureSize, type Picture } from "./fit-to-frame.ts";
import { pickFrames } from "./pick-frames.ts";
import { filmViewOf, pictureOfOriginal } from "./picture-of-original.ts";
import { psnrDb } from "./psnr.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex } from "./read-clip-index.ts";

export type DerivedClip = {
  readonly clip: Clip;
  /** How like the original's first and last frames are to the two keyframes, before the first is pinned. */
  readonly seams: Seams;
  readonly notes: readonly string[];
};

export type DeriveOptions = {
  readonly original: Omit<Original, "hash" | "frameRate"> & {
    readonly path: string;
    /** Made by Genga: a clip in the house format, which may be parsed in this process. */
    readonly trusted: boolean;
  };
  readonly frame: Size;
  readonly fit: Fit;
  readonly frameRate: FrameRate;
  readonly durationFrames: number;
  readonly easing: Easing;
  /** By default held. Changes nothing where the original has a drawing for each frame. */
  readonly motion?: Motion | undefined;
  readonly keyframes: { readonly first: Picture; readonly last: Picture };
  readonly outputPath: string;
  readonly signal?: AbortSignal | undefined;
};

/** Below this a viewer sees the step from the keyframe to the backend's own drawing of it. */
const VISIBLE_SEAM_DB = 30;

/**
 * Makes the clip of a segment from its original: the film's area at the project's size, time mapped with easing, held
 * or smoothed, beginning with the keyframe itself. An original that already is that clip is linked, not encoded again.
 * @throws GengaError `original-rejected` when the original turns out other than announced; `cancelled`
 */
export async function deriveClip(options: DeriveOptions): Promise<DerivedClip> {
  const { frame, fit, keyframes } = options;
  const first = await fitToFrame({ picture: keyframes.first, frame, fit });
  const last = await fitToFrame({ picture: keyframes.last, frame, fit });
  const linked = await linkIfSame(options);
  const { clip, seams } = linked
    ? { clip: linked, seams: await seamsOfClip(linked, first, last) }
    : await encodeDerived(options, first, last);
  const notes =
    seams.firstPsnrDb < VISIBLE_SEAM_DB
      ? [
          `The first drawing differed from the keyframe (${seams.firstPsnrDb.toFixed(0)} dB) and was replaced by it.`,
        ]
      : [];
  return { clip, seams, notes };
}

async function encodeDerived(
  options: DeriveOptions,
  first: RawFrame,
  last: RawFrame,
): Promise<{ clip: Clip; seams: Seams }> {
  const { original, frame, fit, frameRate, durationFrames, easing, keyframes, signal } = options;
  const sizes = {
    first: await pictureSize(keyframes.first),
    last: await pictureSize(keyframes.last),
  };
  const view = filmViewOf({ original, keyframes: sizes, frame, fit });
  const isSmoothed = options.motion === "smoothed" && original.frames < durationFrames;
  const { frames, seams } = (isSmoothed ? smoothedFrames : heldFrames)({
    drawings: drawingsOf(options),
    originalFrames: original.frames,
    span: original.span,
    durationFrames,
    easing,
    first,
    last,
    toFilm: (drawing) => pictureOfOriginal({ drawing, view, frame, fit }),
    signal,
  });
  const clip = await encodeClip({
    frames,
    frameCount: durationFrames,
    width: frame.width,
    height: frame.height,
    frameRate,
    outputPath: options.outputPath,
    signal,
  });
  return { clip, seams: seams() };
}

async function* drawingsOf({ original, signal }: DeriveOptions): AsyncGenerator<RawFrame> {
  const { width, height } = original;
  let frames = 0;
  const decoded = original.trusted
    ? decodeClip(original.path)
    : decodeOriginal(original.path, { signal });
  for await (const drawing of decoded) {
    if (drawing.width !== width || drawing.height !== height) {
      throw otherThanSaid(`of ${width}×${height} decoded at ${drawing.width}×${drawing.height}`);
    }
    yield drawing;
    frames += 1;
  }
  if (frames !== original.frames)
    throw otherThanSaid(`of ${original.frames} frames decoded to ${frames}`);
}

function otherThanSaid(log: string): GengaError {
  return new GengaError(
    "original-rejected",
    "What the backend gave isn't what it was when it came. Generate the segment again.",
    { log: `original ${log}` },
  );
}

async function linkIfSame(options: DeriveOptions): Promise<Clip | null> {
  const { original, frame, frameRate, durationFrames, easing, outputPath } = options;
  if (!original.trusted || original.span !== "half-open" || easing !== "linear") return null;
  const index = await readClipIndex(original.path);
  const isSame =
    index.width === frame.width &&
    index.height === frame.height &&
    index.frames === durationFrames &&
    sameFrameRate(index.frameRate, frameRate) &&
    !original.filmArea &&
    (!original.drawnFor || sameSize(original.drawnFor, frame));
  if (!isSame) return null;
  await rm(outputPath, { force: true });
  await link(original.path, outputPath).catch(() => copyFile(original.path, outputPath));
  return {
    ...frame,
    path: outputPath,
    frames: durationFrames,
    frameRate,
    sizeBytes: index.fileSizeBytes,
  };
}

async function seamsOfClip(clip: Clip, first: RawFrame, last: RawFrame): Promise<Seams> {
  let firstPsnrDb = 0;
  let lastPsnrDb = 0;
  for await (const { index, frame } of pickFrames(clip.path, [0, clip.frames - 1])) {
    if (index === 0) firstPsnrDb = psnrDb(frame, first);
    if (index === clip.frames - 1) lastPsnrDb = psnrDb(frame, last);
  }
  return { firstPsnrDb, lastPsnrDb };
}

function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
