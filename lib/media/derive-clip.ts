import { copyFile, link, rm } from "node:fs/promises";
import type { Easing } from "#lib/core/easing.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Fit, Size } from "#lib/core/fit.ts";
import { sameFrameRate, type FrameRate } from "#lib/core/frame-rate.ts";
import { decodeClip } from "./decode-clip.ts";
import { decodeOriginal } from "./decode-original.ts";
import { encodeClip, type Clip } from "./encode-clip.ts";
import { pictureOfOriginal } from "./fit-for-backend.ts";
import { fitToFrame, type Picture } from "./fit-to-frame.ts";
import { pickFrames } from "./pick-frames.ts";
import { psnrDb } from "./psnr.ts";
import type { RawFrame } from "./raw-frame.ts";
import { readClipIndex } from "./read-clip-index.ts";
import { heldTimeMap, type Span } from "./time-map.ts";

export type Seams = { readonly firstPsnrDb: number; readonly lastPsnrDb: number };

export type DerivedClip = {
  readonly clip: Clip;
  /** How like the original's first and last frames are to the two keyframes, before the first is pinned. */
  readonly seams: Seams;
  readonly notes: readonly string[];
};

export type DeriveOptions = {
  readonly original: {
    readonly path: string;
    /** Made by Genga: a clip in the house format, which may be parsed in this process. */
    readonly trusted: boolean;
    readonly frames: number;
    readonly span: Span;
    /** The project's frame when it was drawn (see `fitForBackend`); by default that of now. */
    readonly drawnFor?: Size | undefined;
  };
  readonly frame: Size;
  readonly fit: Fit;
  readonly frameRate: FrameRate;
  readonly durationFrames: number;
  readonly easing: Easing;
  readonly keyframes: { readonly first: Picture; readonly last: Picture };
  readonly outputPath: string;
  readonly signal?: AbortSignal | undefined;
};

/** Below this a viewer sees the step from the keyframe to the backend's own drawing of it. */
const VISIBLE_SEAM_DB = 30;

/**
 * Makes the clip of a segment from its original: the film's area at the project's size, time mapped with easing and
 * held, the first drawing pinned to the keyframe. An original that already is that clip is linked, not encoded again.
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
  const { original, frame, fit, frameRate, durationFrames, easing, signal } = options;
  const map = heldTimeMap({
    originalFrames: original.frames,
    span: original.span,
    durationFrames,
    easing,
  });
  const drawnFor = original.drawnFor ?? frame;
  const seams = { firstPsnrDb: 0, lastPsnrDb: 0 };

  async function* clipFrames(): AsyncGenerator<RawFrame> {
    const drawings = original.trusted
      ? decodeClip(original.path)
      : decodeOriginal(original.path, { signal });
    let index = 0;
    let next = 0;
    for await (const drawing of drawings) {
      const isEnd = index === 0 || index === original.frames - 1;
      let shown: RawFrame | null = null;
      if (isEnd || map[next] === index) {
        shown = await pictureOfOriginal({ original: drawing, drawnFor, frame, fit });
      }
      if (shown && index === 0) seams.firstPsnrDb = psnrDb(shown, first);
      if (shown && index === original.frames - 1) seams.lastPsnrDb = psnrDb(shown, last);
      // The whole exposure of the first drawing is pinned: a change within it would be seen as a flicker.
      if (index === 0) shown = first;
      for (; shown && map[next] === index; next++) yield shown;
      index += 1;
    }
    if (index !== original.frames) {
      throw new GengaError(
        "original-rejected",
        "What the backend gave has another number of frames than it had.",
        {
          log: `original of ${original.frames} frames decoded to ${index}`,
        },
      );
    }
  }

  const clip = await encodeClip({
    frames: clipFrames(),
    frameCount: durationFrames,
    width: frame.width,
    height: frame.height,
    frameRate,
    outputPath: options.outputPath,
    signal,
  });
  return { clip, seams };
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
  const seams = { firstPsnrDb: 0, lastPsnrDb: 0 };
  for await (const { index, frame } of pickFrames(clip.path, [0, clip.frames - 1])) {
    if (index === 0) seams.firstPsnrDb = psnrDb(frame, first);
    if (index === clip.frames - 1) seams.lastPsnrDb = psnrDb(frame, last);
  }
  return seams;
}

function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
