import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { DrawProgress, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { clipKeyOf, holdSpecOf } from "#lib/core/clip-key.ts";
import { fitOf, frameSizeOf } from "#lib/core/project.ts";
import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import type { Clip } from "#lib/media/encode-clip.ts";
import { makeHoldClip } from "#lib/media/make-hold-clip.ts";
import { stitchFilm } from "#lib/media/stitch-film.ts";
import { drawSegment } from "./draw-segment.ts";
import type { KeptDrawings } from "./kept-drawings.ts";
import type { Wait } from "./patiently.ts";
import { planStory, type StoryPlan, type StorySettings } from "./plan-story.ts";
import { readDrawings, type Drawing } from "./read-drawings.ts";

/** What is being done, for a progress bar: `done` of `total` units of this step, fractions allowed. */
export type StoryProgress = {
  readonly step: "drawings" | "segments" | "film";
  readonly done: number;
  readonly total: number;
  readonly detail: string;
  /** How many are before this segment in the backend's queue; null while it is in none. */
  readonly queuePosition?: number | null;
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
 * appears whole or not at all. Only what is put into `kept` stays.
 * @throws GengaError for drawings that can't be used and for cancellation, BackendError from the backend, and the
 *   system's own error when the output can't be written
 */
export async function renderStory(options: {
  paths: readonly string[];
  outputPath: string;
  settings: StorySettings;
  seed: number;
  backend: InBetweenBackend;
  kept: KeptDrawings | null;
  /** Whether a backend's trouble, a spent quota among it, is waited for as long as it takes. */
  waits: boolean;
  onProgress: (progress: StoryProgress) => void;
  onWait: (wait: Wait) => void;
  signal: AbortSignal;
}): Promise<StoryResult> {
  const { settings, onProgress, signal } = options;
  const outputPath = resolve(options.outputPath);
  const directory = await mkdtemp(join(dirname(outputPath), ".genga-"));
  // Somebody who presses Ctrl-C again doesn't wait for what is below.
  const sweep = () => {
    rmSync(directory, { recursive: true, force: true });
    rmSync(`${outputPath}.part`, { force: true });
  };
  process.once("exit", sweep);
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
    process.off("exit", sweep);
  }
}

type Work = {
  readonly plan: StoryPlan;
  readonly directory: string;
  readonly drawings: ReadonlyMap<string, Drawing>;
  readonly backend: InBetweenBackend;
  readonly kept: KeptDrawings | null;
  readonly waits: boolean;
  readonly seed: number;
  readonly onProgress: (progress: StoryProgress) => void;
  readonly onWait: (wait: Wait) => void;
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
  const [first, last] = [await pictureOf(work, segment.from), await pictureOf(work, segment.to)];
  const total = plan.sequence.segments.length;
  const seed = seedWithin(backend.description, work.seed);
  const { original, notes } = await drawSegment({
    ...work,
    recipe: recipeOf({ project, segment, backend: backend.description, seed }),
    first,
    last,
    outputPath: join(work.directory, `original-${segment.index}`),
    onProgress: (progress) =>
      work.onProgress({
        step: "segments",
        done: segment.index + (progress.fraction ?? 0),
        total,
        detail: `Segment ${segment.index + 1} of ${total}: ${detailOf(progress)}`,
        queuePosition: progress.queuePosition,
      }),
  });
  const isSmoothed = segment.motion === "smoothed" && original.frames < segment.durationFrames;
  work.onProgress({
    step: "segments",
    done: segment.index + 0.99,
    total,
    detail: `Segment ${segment.index + 1} of ${total}: ${isSmoothed ? "Smoothing" : "Encoding"}`,
  });
  const derived = await deriveClip({
    original,
    frame: frameSizeOf(project),
    fit: fitOf(project),
    frameRate: project.frameRate,
    durationFrames: segment.durationFrames,
    easing: segment.easing,
    motion: segment.motion,
    keyframes: { first, last },
    outputPath: join(work.directory, `clip-${segment.index}`),
    signal,
  });
  await rm(join(work.directory, `original-${segment.index}`), { force: true });
  work.onProgress({ step: "segments", done: segment.index + 1, total, detail: "" });
  return { clip: derived.clip, notes: [...notes, ...derived.notes] };
}

function detailOf({ detail, queuePosition, etaSeconds }: DrawProgress): string {
  if (queuePosition === null || !etaSeconds) return detail;
  return `${detail}, about ${Math.ceil(etaSeconds)} s`;
}

async function pictureOf(work: Work, keyframe: Keyframe): Promise<Uint8Array> {
  const drawing = work.drawings.get(keyframe.imageId);
  if (!drawing) throw new Error(`no drawing for ${keyframe.id}`);
  return readFile(drawing.path);
}

function byImageId(drawings: readonly Drawing[]): ReadonlyMap<string, Drawing> {
  return new Map(drawings.map((drawing) => [drawing.imageId, drawing]));
}
