import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Motion } from "#lib/core/motion.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { closeDraftThread } from "#lib/media/draw-draft.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { quantile } from "./bench-postgres.ts";

const SIZE = { width: 512, height: 320 };
const DRAWINGS = 16;
const FRAMES = 48;
const ROUNDS = 5;
const MOTIONS: readonly Motion[] = ["held", "smoothed"];

/** What a clip of ToonCrafter's 16 drawings on 48 frames costs, held and smoothed. */
export async function bench(report: BenchReport): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "genga-bench-"));
  const picture = (index: number) => drawing(SIZE.width, SIZE.height, index * 5);
  const path = join(folder, "original");
  try {
    await encodeClip({
      frames: Array.from({ length: DRAWINGS }, (_, index) => picture(index)),
      ...{ frameCount: DRAWINGS, ...SIZE, frameRate: { num: 8, den: 1 }, outputPath: path },
    });
    const derive = async (motion: Motion) => {
      const start = performance.now();
      await deriveClip({
        original: { ...SIZE, path, trusted: false, frames: DRAWINGS, span: "closed" },
        frame: SIZE,
        fit: { policy: "contain", color: "#ffffff" },
        ...{ frameRate: { num: 24, den: 1 }, durationFrames: FRAMES, easing: "linear", motion },
        keyframes: { first: picture(0), last: picture(DRAWINGS - 1) },
        outputPath: join(folder, "clip.mp4"),
      });
      return performance.now() - start;
    };
    // The first one loads OpenCV; a worker does that once.
    await derive("smoothed");
    const times: Record<Motion, number[]> = { held: [], smoothed: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const motion of MOTIONS) times[motion].push(await derive(motion));
    const [held, smoothed] = MOTIONS.map((motion) => quantile(times[motion], 0.5));
    report({
      what: `clip of ${DRAWINGS} drawings on ${FRAMES} frames at 512×320, held, median`,
      value: `${held?.toFixed(0)} ms`,
    });
    report({
      what: `clip of ${DRAWINGS} drawings on ${FRAMES} frames at 512×320, smoothed, median`,
      value: `${smoothed?.toFixed(0)} ms`,
      peer: `held ${held?.toFixed(0)} ms`,
      ratio: (smoothed ?? Number.NaN) / (held ?? Number.NaN),
    });
  } finally {
    await closeDraftThread();
    await rm(folder, { recursive: true, force: true });
  }
}
