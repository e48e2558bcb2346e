import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import { newKeyframe, type Keyframe } from "#lib/core/keyframe.ts";
import { newProject, type Project } from "#lib/core/project.ts";
import { recordsFrom, type AnyRecord } from "#lib/core/records.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { defaultSegment, type Segment } from "#lib/core/segment.ts";
import { sequenceOf } from "#lib/core/sequence.ts";
import { sha256Hex } from "#lib/core/sha256-hex.ts";
import type { Take } from "#lib/core/take.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { NUMBERED, numberedFrame } from "./numbered-frames.ts";

/** A story whose every picture says its number: keyframe k is `500 × (k + 1)`, and frame n of its segment is n more. */
export type NumberedStory = {
  readonly records: readonly AnyRecord[];
  /** What the server would serve, by path. */
  readonly files: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>;
};

export const PROJECT_ID = "preview-project";

/**
 * Makes the drawings as PNG and the clips in the house format.
 * @param options.segments what lies after each keyframe but the last; null has no take
 */
export async function makeNumberedStory(options: {
  holdFrames: readonly number[];
  segments: readonly ({ frames: number } | "cut" | null)[];
}): Promise<NumberedStory> {
  const project: Project = {
    ...newProject(PROJECT_ID, "Numbers"),
    width: NUMBERED.width,
    height: NUMBERED.height,
  };
  const files = new Map<string, { type: string; bytes: Uint8Array }>();
  const keyframes: Keyframe[] = [];
  for (const [index, holdFrames] of options.holdFrames.entries()) {
    const bytes = await encodePng(numberedFrame(numberOf(index, 0)));
    const imageId = sha256Hex(`drawing ${index}`);
    files.set(`/api/projects/${PROJECT_ID}/images/${imageId}`, { type: "image/png", bytes });
    const keyframe = newKeyframe({ id: `keyframe-${index}`, order: `a${index}`, imageId });
    keyframes.push({ ...keyframe, holdFrames });
  }
  const records: AnyRecord[] = [project, ...keyframes];
  const folder = await mkdtemp(join(tmpdir(), "genga-numbered-"));
  try {
    for (const [index, wish] of options.segments.entries()) {
      const id = segmentIdOf(keyframes[index]?.id ?? "", keyframes[index + 1]?.id ?? "");
      const segment: Segment = {
        ...defaultSegment(id),
        type: wish === "cut" ? "cut" : "inbetween",
      };
      if (wish === null || wish === "cut") {
        records.push(segment);
        continue;
      }
      const set = { ...segment, durationFrames: wish.frames, chosenTakeId: `take-of-${index}` };
      const take = takeOf({ project, keyframes, segment: set, index, frames: wish.frames });
      const outputPath = join(folder, `${index}.mp4`);
      await encodeClip({
        frames: Array.from({ length: wish.frames }, (_, n) => numberedFrame(numberOf(index, n))),
        frameCount: wish.frames,
        width: project.width,
        height: project.height,
        frameRate: project.frameRate,
        outputPath,
      });
      const path = `/api/projects/${PROJECT_ID}/takes/${take.id}/clip`;
      files.set(path, { type: "video/mp4", bytes: await readFile(outputPath) });
      records.push(set, take);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return { records, files };
}

export function numberOf(keyframe: number, frame: number): number {
  return 500 * (keyframe + 1) + frame;
}

function takeOf(options: {
  project: Project;
  keyframes: readonly Keyframe[];
  segment: Segment;
  index: number;
  frames: number;
}): Take {
  const { project, keyframes, segment, index, frames } = options;
  const size = { width: project.width, height: project.height };
  const take: Take = {
    kind: "take",
    id: `take-of-${index}`,
    segmentId: segment.id,
    number: 1,
    recipe: {
      recipeVersion: 1,
      fromImageId: keyframes[index]?.imageId ?? "",
      toImageId: keyframes[index + 1]?.imageId ?? "",
      fit: { policy: project.fit, color: project.fitColor },
      prompt: "",
      negativePrompt: "",
      seed: 1,
      backendId: "draft",
      backendVersion: "1",
      params: {},
      asked: { ...size, frames, frameRate: project.frameRate },
    },
    fingerprint: sha256Hex(`recipe ${index}`),
    priority: 0,
    status: { state: "ready", readyAt: "2026-01-01T00:00:00Z", elapsedMs: 1 },
    original: {
      hash: sha256Hex(`original ${index}`),
      ...size,
      frames,
      frameRate: project.frameRate,
      span: "half-open",
    },
    clip: null,
    notes: [],
    createdAt: "2026-01-01T00:00:00Z",
    createdBy: null,
  };
  const sequence = sequenceOf(project, recordsFrom([project, ...keyframes, segment]));
  const placed = sequence.segments[index];
  const spec = placed ? clipSpecOf(project, placed, take) : null;
  if (!spec) throw new Error("the story has no such segment");
  const seams = { firstPsnrDb: 60, lastPsnrDb: 30 };
  return { ...take, clip: { key: clipKeyOf(spec), frames, seams } };
}
