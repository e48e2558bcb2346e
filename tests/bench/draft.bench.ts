import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { closeDraftThread, drawDraft } from "#lib/media/draw-draft.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";

const WIDTH = 512;
const HEIGHT = 320;
const FRAMES = 48;
const ROUNDS = 3;
const LEAK_SEGMENTS = 40;
const run = promisify(execFile);

/** One drafted segment with its encoding, beside `ffmpeg minterpolate` on the same two drawings. */
export async function bench(report: BenchReport): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "genga-bench-"));
  const from = textured(0);
  const to = textured(60);
  try {
    await writeFile(join(folder, "k1.png"), await encodePng(from));
    // The pictures after the second are there because it needs them to reach the second.
    for (const name of ["k2.png", "k3.png", "k4.png"]) {
      await writeFile(join(folder, name), await encodePng(to));
    }
    const ffmpeg = (await run("ffmpeg", ["-version"]).catch(() => null)) !== null;
    const ours: number[] = [];
    const theirs: number[] = [];
    // The first segment starts the thread and loads OpenCV; a worker does that once.
    await draftSegment({ from, to, outputPath: join(folder, "warm.mp4") });
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(
        await timed(() => draftSegment({ from, to, outputPath: join(folder, "ours.mp4") })),
      );
      if (ffmpeg) theirs.push(await timed(() => minterpolate(folder)));
    }
    const value = median(ours);
    const peerMs = ffmpeg ? median(theirs) : null;
    report({
      what: `draft of ${FRAMES} frames at ${WIDTH}×${HEIGHT}, encoded, median`,
      value: `${value.toFixed(0)} ms`,
      limit: "≤ 2000 ms, < 1 ×",
      holds: value <= 2000 && (peerMs === null || value < peerMs),
      ...(peerMs === null
        ? {}
        : { peer: `ffmpeg minterpolate ${peerMs.toFixed(0)} ms`, ratio: value / peerMs }),
    });
    const beforeMb = process.memoryUsage.rss() / 1024 / 1024;
    for (let i = 0; i < LEAK_SEGMENTS; i++) {
      await draftSegment({ from, to, outputPath: join(folder, "ours.mp4"), frames: 4 });
    }
    const afterMb = process.memoryUsage.rss() / 1024 / 1024;
    report({ what: "draft: memory of the process", value: `${afterMb.toFixed(0)} MB` });
    report({
      what: `draft: memory grown over ${LEAK_SEGMENTS} segments`,
      value: `${(afterMb - beforeMb).toFixed(0)} MB`,
      limit: "flat",
    });
  } finally {
    await closeDraftThread();
    await rm(folder, { recursive: true, force: true });
  }
}

async function draftSegment(options: {
  from: RawFrame;
  to: RawFrame;
  outputPath: string;
  frames?: number;
}): Promise<void> {
  const { from, to, outputPath, frames = FRAMES } = options;
  await encodeClip({
    frames: drawDraft({ from, to, frames, seed: 1 }).frames,
    frameCount: frames,
    width: WIDTH,
    height: HEIGHT,
    frameRate: { num: 24, den: 1 },
    outputPath,
  });
}

/** Two seconds between the two drawings, as `minterpolate` is used for it: 0.5 fps in, 24 fps out. */
async function minterpolate(folder: string): Promise<void> {
  const input = ["-framerate", "0.5", "-i", join(folder, "k%d.png")];
  // Its scene detection is off: with it on, it takes a large motion for a cut and repeats frames.
  const filter = "minterpolate=fps=24:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none";
  const encode = ["-frames:v", String(FRAMES), "-c:v", "libx264", "-preset", "superfast"];
  const output = join(folder, "peer.mp4");
  await run("ffmpeg", ["-v", "error", "-y", ...input, "-vf", filter, ...encode, output]);
}

/** A drawing with some grain, so that there is something to match everywhere. */
function textured(shiftPx: number): RawFrame {
  const picture = drawing(WIDTH, HEIGHT, shiftPx);
  for (let i = 0; i < picture.data.length; i++) {
    picture.data[i] = Math.max(0, (picture.data[i] ?? 0) - (Math.imul(i >> 4, 2654435761) >>> 28));
  }
  return picture;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
