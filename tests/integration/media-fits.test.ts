import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { filmAreaOf } from "#lib/core/film-area.ts";
import type { Fit, FitPolicy, Size } from "#lib/core/fit.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { inspectOriginal } from "#lib/media/decode-original.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import { fitToFrame } from "#lib/media/fit-to-frame.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { writeOddVideo, type OddColors } from "#tests/support/odd-video.ts";

const NATIVE: Size = { width: 512, height: 320 };
const RATE = { num: 24, den: 1 };
const FRAMES = 4;
const BAR = "#a03cb4";
/** Flat colours from one end of each channel to the other, as far as film stills go. */
const COLORS = [
  [200, 40, 40],
  [40, 170, 60],
  [50, 70, 200],
  [235, 235, 235],
  [20, 20, 20],
  [240, 200, 60],
  [128, 128, 128],
  [180, 120, 90],
] as const;
/**
 * Of 255, for a flat colour on its way through PNG, the backend's H.264, its decoding and the house format. Both are
 * of 8 bits in limited range, each of whose conversions rounds by up to one level.
 */
const MOST_LEVELS = 4;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-fits-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Two rows of four flat colours, in a shape that none of the frames has. */
function chart(): RawFrame {
  const [width, height] = [500, 420];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const patch = (y * 2 >= height ? 4 : 0) + Math.floor((x * 4) / width);
      data.set(COLORS[patch] ?? [], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** The clip's last frame, which is the backend's own drawing, after the backend gave what it was shown. */
async function lastFrame(options: {
  key: RawFrame;
  frame: Size;
  fit: Fit;
  colors: OddColors | "unnamed";
}): Promise<RawFrame> {
  const { key, frame, fit, colors } = options;
  const asked = { ...NATIVE, frames: FRAMES, frameRate: RATE, drawnFor: frame };
  const shown = await fitForBackend({ picture: key, fit, asked });
  expect(shown).toMatchObject(NATIVE);
  const name = `${frame.width}-${fit.policy}-${colors.replace(" ", "-")}`;
  const path = join(folder, name);
  await writeOddVideo({
    outputPath: path,
    frames: Array.from({ length: FRAMES }, () => shown),
    colors: colors === "unnamed" ? "bt601" : colors,
  });
  // Most apps write BT.601 and don't say so.
  if (colors === "unnamed") {
    const bytes = await readFile(path);
    bytes.write("free", bytes.indexOf("colr"), "latin1");
    await writeFile(path, bytes);
  }
  const { frames, width, height } = await inspectOriginal(path);
  const { clip } = await deriveClip({
    original: {
      ...{ path, trusted: false, frames, width, height, span: "closed", drawnFor: frame },
      filmArea: filmAreaOf({ asked, given: { width, height } }),
    },
    ...{ frame, fit, frameRate: RATE, durationFrames: FRAMES, easing: "linear" },
    keyframes: { first: key, last: key },
    outputPath: join(folder, `${name}.mp4`),
  });
  let last: RawFrame | null = null;
  for await (const decoded of decodeClip(clip.path)) last = decoded;
  if (!last) throw new Error("the clip is empty");
  return last;
}

/** How far what is seen is from what should be, wherever that is flat for so many pixels around. */
function levelsApart(seen: RawFrame, wanted: RawFrame, aroundPx: number) {
  const { width, height, data } = wanted;
  const isFlat = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    for (const [dx, dy] of [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
      [-1, -1],
      [1, 1],
    ] as const) {
      const other = ((y + dy * aroundPx) * width + x + dx * aroundPx) * 3;
      for (let c = 0; c < 3; c++)
        if (Math.abs((data[at + c] ?? 0) - (data[other + c] ?? 0)) > 1) return false;
    }
    return true;
  };
  let [most, flat, all] = [0, 0, 0];
  for (let y = aroundPx; y < height - aroundPx; y++) {
    for (let x = aroundPx; x < width - aroundPx; x++) {
      all += 1;
      if (!isFlat(x, y)) continue;
      flat += 1;
      for (let c = 0, at = (y * width + x) * 3; c < 3; c++)
        most = Math.max(most, Math.abs((data[at + c] ?? 0) - (seen.data[at + c] ?? 0)));
    }
  }
  return { most, flatShare: flat / all };
}

const SHAPES = [
  ["16:9", { width: 640, height: 360 }],
  ["4:3", { width: 640, height: 480 }],
  ["9:16", { width: 360, height: 640 }],
  ["1:1", { width: 480, height: 480 }],
] as const;
const WAYS = ["bt709", "bt601", "full bt709", "unnamed"] as const;
const CASES = SHAPES.flatMap(([shape, frame], at) =>
  (["contain", "cover"] as const satisfies FitPolicy[]).map(
    (policy, turn) => [shape, policy, WAYS[(at + 2 * turn) % 4] ?? "bt709", frame] as const,
  ),
);

it.each(CASES)(
  "at %s, %s, colours in %s: what was drawn at 512 × 320 lies and looks as the drawing itself does",
  async (_, policy, colors, frame) => {
    const key = chart();
    const fit: Fit = { policy, color: BAR };
    const seen = await lastFrame({ key, frame, fit, colors });
    const wanted = await fitToFrame({ picture: key, frame, fit });
    // A pixel of the drawing is up to two of the film's; an edge is blurred over two of either.
    const { most, flatShare } = levelsApart(seen, wanted, 6);
    expect(flatShare).toBeGreaterThan(0.6);
    expect(most).toBeLessThanOrEqual(MOST_LEVELS);
  },
);
