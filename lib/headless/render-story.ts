import { mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import { clipKeyOf, holdSpecOf } from "#lib/core/clip-key.ts";
import { fitOf, frameSizeOf } from "#lib/core/project.ts";
import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import type { Clip } from "#lib/media/encode-clip.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import { makeHoldClip } from "#lib/media/make-hold-clip.ts";
import { stitchFilm } from "#lib/media/stitch-film.ts";
import { planStory, type StoryPlan, type StorySettings } from "./plan-story.ts";
import { readDrawings, type Drawing } from "./read-drawings.ts";

/** What is being done, for a progress bar: `done` of `total` units of this step, fractions allowed. */
export type StoryProgress = {
  readonly step: "drawings" | "segments" | "film";
  readonly done: number;
  readonly total: number;
  readonly detail: string;
};

export type StoryResult = {
  readonly outputPath: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: string;
  readonly frames: number;
  readonly sizeBytes: number;
  readonly keyframes: number;
  readonly segments: readonly {
    readonly from: string;
    readonly to: string;
    readonly notes: readonly string[];
  }[];
};

/**
 * Makes a film from drawings with the studio's own parts and no database: read, draw each segment, derive, stitch.
 * Everything that is made on the way lies beside the output and is gone at the end, however it ends; the film itself
 * appears whole or not at all.
 * @throws GengaError for drawings that can't be used and for cancellation, BackendError from the backend, and the
 *   system's own error when the output can't be written
 */
export async function renderStory(options: {
  paths: readonly string[];
  outputPath: string;
  settings: StorySettings;
  seed: number;
  backend: InBetweenBackend;
  onProgress: (progress: StoryProgress) => void;
  signal: AbortSignal;
}): Promise<StoryResult> {
  const { settings, onProgress, signal } = options;
  const outputPath = resolve(options.outputPath);
  const directory = await mkdtemp(join(dirname(outputPath), ".genga-"));
  try {
    const drawings = await readDrawings({
      paths: options.paths,
      directory,
      signal,
      onDrawing: (done, total) => onProgress({ step: "drawings", done, total, detail: "" }),
    });
    const plan = planStory(drawings, settings);
    const work: Work = { ...options, plan, directory, drawings: byImageId(drawings) };
    const { clips, notes } = await makeClips(work);
    const film = await stitchFilm({
      clips,
      outputPath,
      ...frameSizeOf(plan.project),
      frameRate: plan.project.frameRate,
      signal,
      onProgress: (fraction) =>
        onProgress({ step: "film", done: fraction, total: 1, detail: "Joining the clips" }),
    });
    return {
      outputPath,
      ...frameSizeOf(plan.project),
      frameRate: `${plan.project.frameRate.num}/${plan.project.frameRate.den}`,
      frames: film.frames,
      sizeBytes: film.sizeBytes,
      keyframes: drawings.length,
      segments: plan.sequence.segments.map((segment, index) => ({
        from: segment.from.label,
        to: segment.to.label,
        notes: notes[index] ?? [],
      })),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type Work = {
  readonly plan: StoryPlan;
  readonly directory: string;
  readonly drawings: ReadonlyMap<string, Drawing>;
  readonly backend: InBetweenBackend;
  readonly seed: number;
  readonly onProgress: (progress: StoryProgress) => void;
  readonly signal: AbortSignal;
};

async function makeClips(work: Work): Promise<{ clips: Clip[]; notes: (readonly string[])[] }> {
  const { sequence, schedule } = work.plan;
  const clips: Clip[] = [];
  const notes: (readonly string[])[] = [];
  for (const entry of schedule.entries) {
    work.signal.throwIfAborted();
    if (entry.type === "hold") {
      const keyframe = sequence.keyframes[entry.keyframeIndex];
      if (keyframe) clips.push(await makeHold(work, keyframe, entry.frames));
      continue;
    }
    const segment = sequence.segments[entry.segmentIndex];
    if (!segment) continue;
    const made = await makeSegment(work, segment);
    clips.push(made.clip);
    notes.push(made.notes);
  }
  return { clips, notes };
}

async function makeHold(work: Work, keyframe: Keyframe, frames: number): Promise<Clip> {
  const { project } = work.plan;
  const key = clipKeyOf(holdSpecOf(project, keyframe.imageId, frames));
  return makeHoldClip({
    picture: await pictureOf(work, keyframe),
    frame: frameSizeOf(project),
    fit: fitOf(project),
    frameRate: project.frameRate,
    frames,
    outputPath: join(work.directory, `hold-${key}`),
    signal: work.signal,
  });
}

async function makeSegment(
  work: Work,
  segment: SequenceSegment,
): Promise<{ clip: Clip; notes: readonly string[] }> {
  const { plan, backend, signal } = work;
  const { project } = plan;
  const { description } = backend;
  const frame = frameSizeOf(project);
  const fit = fitOf(project);
  const [first, last] = [await pictureOf(work, segment.from), await pictureOf(work, segment.to)];
  const total = plan.sequence.segments.length;
  const originalPath = join(work.directory, `original-${segment.index}`);
  const seed = seedWithin(description, work.seed);
  const recipe = recipeOf({ project, segment, backend: description, seed });
  const { asked } = recipe;
  const drawn = await backend.draw({
    recipe,
    from: await fitForBackend({ picture: first, fit, asked }),
    to: await fitForBackend({ picture: last, fit, asked }),
    outputPath: originalPath,
    checkpoint: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    onProgress: ({ fraction, detail }) =>
      work.onProgress({
        step: "segments",
        done: segment.index + (fraction ?? 0),
        total,
        detail: `Segment ${segment.index + 1} of ${total}: ${detail}`,
      }),
    signal,
  });
  const inspected = await inspectDrawn({ backend, recipe, path: originalPath, signal });
  const derived = await deriveClip({
    original: { ...inspected, path: originalPath, trusted: backend.isTrusted },
    frame,
    fit,
    frameRate: project.frameRate,
    durationFrames: segment.durationFrames,
    easing: segment.easing,
    motion: segment.motion,
    keyframes: { first, last },
    outputPath: join(work.directory, `clip-${segment.index}`),
    signal,
  });
  await rm(originalPath, { force: true });
  work.onProgress({ step: "segments", done: segment.index + 1, total, detail: "" });
  return { clip: derived.clip, notes: [...drawn.notes, ...derived.notes] };
}

async function pictureOf(work: Work, keyframe: Keyframe): Promise<Uint8Array> {
  const drawing = work.drawings.get(keyframe.imageId);
  if (!drawing) throw new Error(`no drawing for ${keyframe.id}`);
  return readFile(drawing.path);
}

function byImageId(drawings: readonly Drawing[]): ReadonlyMap<string, Drawing> {
  return new Map(drawings.map((drawing) => [drawing.imageId, drawing]));
}
