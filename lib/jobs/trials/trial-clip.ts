import { rm } from "node:fs/promises";
import { framesToSeconds, secondsToFrames } from "#lib/core/frame-rate.ts";
import { fitOf, frameSizeOf, type Project } from "#lib/core/project.ts";
import type { Original } from "#lib/core/take.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import type { WorkerServices } from "../worker-services.ts";

/** Long enough for what models draw at once, short enough for a loop in a dialog. */
const CLIP_SECONDS = { min: 0.5, max: 10 };

/**
 * Brings what a backend drew in a trial into the house format, as it would show in a project, at its own speed.
 * @throws GengaError `original-rejected`, `cancelled`
 */
export async function makeTrialClip(
  { blobs, deriving }: Pick<WorkerServices, "blobs" | "deriving">,
  options: {
    project: Project;
    original: Omit<Original, "hash"> & { readonly path: string; readonly trusted: boolean };
    keyframes: { readonly first: Uint8Array; readonly last: Uint8Array };
    signal: AbortSignal;
  },
): Promise<{ blobHash: string; notes: readonly string[] }> {
  const { project, original, keyframes, signal } = options;
  const { frameRate, easing, motion } = project;
  const ownSeconds = framesToSeconds(original.frames, original.frameRate);
  const seconds = Math.min(CLIP_SECONDS.max, Math.max(CLIP_SECONDS.min, ownSeconds));
  const outputPath = await blobs.temporaryPath();
  try {
    const { notes } = await deriving.run(
      () =>
        deriveClip({
          original,
          frame: frameSizeOf(project),
          fit: fitOf(project),
          durationFrames: secondsToFrames(seconds, frameRate),
          ...{ frameRate, easing, motion, keyframes, outputPath, signal },
        }),
      signal,
    );
    const { hash: blobHash } = await blobs.putFile(outputPath);
    return { blobHash, notes };
  } finally {
    await rm(outputPath, { force: true });
  }
}
