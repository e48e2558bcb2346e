import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodeClip } from "#lib/media/encode-clip.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { stitchFilm } from "#lib/media/stitch-film.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { drawing } from "#tests/fixtures/pictures.ts";

const CLIPS = 500;
const MASTERS = 20;
const ROUNDS = 5;
const run = promisify(execFile);

/** 500 two-second segments joined by packet copy, beside `ffmpeg -f concat -c copy` on the same files. */
export async function bench(report: BenchReport): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "genga-bench-"));
  try {
    const paths = await makeClips(folder);
    const list = join(folder, "list.txt");
    await writeFile(list, paths.map((path) => `file '${path}'\n`).join(""));
    const outputPath = join(folder, "film.mp4");
    const peerPath = join(folder, "peer.mp4");
    const ours: number[] = [];
    const theirs: number[] = [];
    let peakRssMb = 0;
    const watch = setInterval(() => {
      peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 1024 / 1024);
    }, 10);
    const baseRssMb = process.memoryUsage.rss() / 1024 / 1024;
    const ffmpeg = (await run("ffmpeg", ["-version"]).catch(() => null)) !== null;
    for (let round = 0; round < ROUNDS; round++) {
      await rm(outputPath, { force: true });
      ours.push(
        await timed(() =>
          stitchFilm({
            clips: paths.map((path) => ({ path, frames: 48 })),
            width: 512,
            height: 320,
            frameRate: { num: 24, den: 1 },
            outputPath,
          }),
        ),
      );
      if (!ffmpeg) continue;
      await rm(peerPath, { force: true });
      const args = ["-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", list, "-c", "copy"];
      theirs.push(await timed(() => run("ffmpeg", [...args, peerPath])));
    }
    clearInterval(watch);
    const value = median(ours);
    const peerMs = ffmpeg ? median(theirs) : null;
    report({
      what: `stitch ${CLIPS} two-second segments, median`,
      value: `${value.toFixed(0)} ms`,
      limit: "≤ 0.4 ×",
      ...(peerMs === null
        ? {}
        : {
            peer: `ffmpeg -f concat -c copy ${peerMs.toFixed(0)} ms`,
            ratio: value / peerMs,
            holds: value / peerMs <= 0.4,
          }),
    });
    report({
      what: "stitch: memory above the start",
      value: `${(peakRssMb - baseRssMb).toFixed(0)} MB`,
      limit: "flat",
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Twenty clips encoded, each copied 25 times: distinct files, as in a real film, without minutes of encoding. */
async function makeClips(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (let clip = 0; clip < CLIPS; clip++) {
    const outputPath = join(folder, `${clip}.mp4`);
    const source = paths[clip - MASTERS];
    if (source) await copyFile(source, outputPath);
    else await encodeMaster(clip, outputPath);
    paths.push(outputPath);
  }
  return paths;
}

async function encodeMaster(clip: number, outputPath: string): Promise<void> {
  await encodeClip({
    frames: Array.from({ length: 48 }, (_, frame) => textured(clip, frame)),
    frameCount: 48,
    width: 512,
    height: 320,
    frameRate: { num: 24, den: 1 },
    outputPath,
  });
}

/** Moving texture, so that a clip weighs what a detailed drawing does (about 300 kB), not what a flat one does. */
function textured(clip: number, frame: number): RawFrame {
  const picture = drawing(512, 320, frame * 2);
  for (let i = 0; i < picture.data.length; i += 3) {
    const grain = ((i + frame * 977 + clip * 131) * 2654435761) >>> 30;
    picture.data[i] = Math.max(0, (picture.data[i] ?? 0) - grain);
  }
  return picture;
}

/** Earlier writes are flushed first, so that neither side pays for the other's. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  await run("sync", []).catch(() => undefined);
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
