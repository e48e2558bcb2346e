import type { Easing } from "#lib/core/easing.ts";
import { drawBetween } from "./draw-draft.ts";
import { psnrDb } from "./psnr.ts";
import type { RawFrame } from "./raw-frame.ts";
import { heldTimeMap, smoothedTimeMap, stepsOf, type Span } from "./time-map.ts";

export type Seams = { readonly firstPsnrDb: number; readonly lastPsnrDb: number };

export type ClipFrames = {
  /** Exactly `durationFrames`. */
  readonly frames: AsyncIterable<RawFrame>;
  /** How like the first and last drawings are to the keyframes; known once all frames were read. */
  readonly seams: () => Seams;
};

export type ClipFramesOptions = {
  /** The original's drawings in order. */
  readonly drawings: AsyncIterable<RawFrame>;
  readonly originalFrames: number;
  readonly span: Span;
  readonly durationFrames: number;
  readonly easing: Easing;
  /** The keyframes in the film's frame. */
  readonly first: RawFrame;
  readonly last: RawFrame;
  /** A drawing in the film's frame. */
  readonly toFilm: (drawing: RawFrame) => Promise<RawFrame>;
  readonly signal?: AbortSignal | undefined;
};

/**
 * The frames of a clip, each drawing held. The whole exposure of the first drawing is pinned to the keyframe: a change
 * within it would be seen as a flicker.
 */
export function heldFrames(options: ClipFramesOptions): ClipFrames {
  const { drawings, originalFrames, first, toFilm } = options;
  const seams = watchSeams(options);
  const map = heldTimeMap(options);
  async function* frames(): AsyncGenerator<RawFrame> {
    let index = 0;
    let next = 0;
    for await (const drawing of drawings) {
      const isEnd = index === 0 || index === originalFrames - 1;
      let shown = isEnd || map[next] === index ? await toFilm(drawing) : null;
      if (shown) seams.look(index, shown);
      if (index === 0) shown = first;
      for (; shown && map[next] === index; next++) yield shown;
      index += 1;
    }
  }
  return { frames: frames(), seams: seams.found };
}

/**
 * The frames of a clip of fewer drawings than frames, with what is missing drawn between them. It sets out from the
 * first keyframe itself and comes towards the second one itself, in place of the backend's copies of them: only frame 0
 * is the keyframe, and a copy that differs from it is passed through on the way instead of being seen as a jump.
 */
export function smoothedFrames(options: ClipFramesOptions): ClipFrames {
  const { drawings, first, last, toFilm, signal } = options;
  const seams = watchSeams(options);
  const steps = stepsOf(options);
  async function* stations(): AsyncGenerator<RawFrame> {
    let index = 0;
    for await (const drawing of drawings) {
      const shown = await toFilm(drawing);
      seams.look(index, shown);
      if (index === 0) yield first;
      else if (index < steps) yield shown;
      index += 1;
    }
    yield last;
  }
  async function* frames(): AsyncGenerator<RawFrame> {
    const map = smoothedTimeMap(options);
    let next = 0;
    let step = -1;
    let from: RawFrame | null = null;
    for await (const to of stations()) {
      const progress: number[] = [];
      for (; from && map[next]?.from === step; next++) progress.push(map[next]?.progress ?? 0);
      if (from && progress.length > 0) yield* between(from, to, progress);
      from = to;
      step += 1;
    }
  }
  async function* between(from: RawFrame, to: RawFrame, progress: readonly number[]) {
    // A drawing that is there needs no motion to be looked for.
    if (progress.every((at) => at === 0)) for (const _ of progress) yield from;
    else yield* drawBetween({ from, to, progress, signal });
  }
  return { frames: frames(), seams: seams.found };
}

function watchSeams({ originalFrames, first, last }: ClipFramesOptions) {
  let firstPsnrDb = 0;
  let lastPsnrDb = 0;
  return {
    look(index: number, shown: RawFrame) {
      if (index === 0) firstPsnrDb = psnrDb(shown, first);
      if (index === originalFrames - 1) lastPsnrDb = psnrDb(shown, last);
    },
    found: (): Seams => ({ firstPsnrDb, lastPsnrDb }),
  };
}
