import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ease, EASINGS } from "#lib/core/easing.ts";
import { smoothedFrames } from "#lib/media/clip-frames.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { deriveClip, type DeriveOptions } from "#lib/media/derive-clip.ts";
import { closeDraftThread } from "#lib/media/draw-draft.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";

const SIZE = { width: 256, height: 160 };
const RATE = { num: 24, den: 1 };
const STEP_PX = 4;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-motion-"));
});
afterAll(async () => {
  await closeDraftThread();
  await rm(folder, { recursive: true, force: true });
});

/** A square that has moved by so many steps. */
const moved = (steps: number) => drawing(SIZE.width, SIZE.height, Math.round(steps * STEP_PX));

async function originalOf(name: string, frames: number): Promise<string> {
  const outputPath = join(folder, name);
  await encodeClip({
    frames: Array.from({ length: frames }, (_, index) => moved(index)),
    frameCount: frames,
    ...SIZE,
    frameRate: { num: 8, den: 1 },
    outputPath,
  });
  return outputPath;
}

function derive(
  path: string,
  more: Partial<DeriveOptions> & Pick<DeriveOptions, "motion">,
  original: { frames: number; span: "closed" | "half-open" } = { frames: 16, span: "closed" },
) {
  const last = original.span === "closed" ? original.frames - 1 : original.frames;
  return deriveClip({
    original: { ...SIZE, ...original, path, trusted: false },
    frame: SIZE,
    fit: { policy: "contain", color: "#ffffff" },
    frameRate: RATE,
    durationFrames: 48,
    easing: "linear",
    keyframes: { first: moved(0), last: moved(last) },
    outputPath: join(folder, `clip-${Math.random()}.mp4`),
    ...more,
  });
}

async function framesOf(path: string): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of decodeClip(path)) frames.push(frame);
  return frames;
}

/** How far the square has moved: the middle of all that is darker than the paper, above the ground. */
function movedPx({ width, height, data }: RawFrame): number {
  let [weight, sum] = [0, 0];
  for (let y = 0; y < Math.round(height * 0.8); y++) {
    for (let x = 0; x < width; x++) {
      const ink = Math.max(0, 225 - (data[(y * width + x) * 3 + 2] ?? 0));
      weight += ink;
      sum += ink * x;
    }
  }
  const side = Math.round(height * 0.4);
  return sum / weight - (Math.round(width * 0.25) + (side - 1) / 2);
}

describe("a clip of fewer drawings than frames", () => {
  it("held shows each drawing for three frames", async () => {
    const { clip } = await derive(await originalOf("held", 16), { motion: "held" });
    const at = (await framesOf(clip.path)).map(movedPx);
    at.forEach((px, frame) =>
      expect(Math.abs(px - Math.floor(frame / 3) * STEP_PX)).toBeLessThan(0.5),
    );
  });

  it("smoothed shows another picture at every frame, from one keyframe towards the other", async () => {
    const key = moved(0);
    const { clip, seams } = await derive(await originalOf("smooth", 16), { motion: "smoothed" });
    const frames = await framesOf(clip.path);
    expect(frames).toHaveLength(48);
    expect(psnrDb(frames[0] as RawFrame, key)).toBeGreaterThan(35);
    expect(seams.lastPsnrDb).toBeGreaterThan(26);
    const at = frames.map(movedPx);
    const perFrame = (15 * STEP_PX) / 48;
    at.forEach((px, frame) => {
      expect(Math.abs(px - frame * perFrame), `frame ${frame}`).toBeLessThan(1);
      if (frame > 0) expect(px, `frame ${frame}`).toBeGreaterThan(at[frame - 1] ?? 0);
    });
    frames.slice(1).forEach((frame, i) => {
      expect(psnrDb(frame, frames[i] as RawFrame), `frame ${i + 1}`).toBeLessThan(32);
    });
  });

  it.each(EASINGS)("smoothed keeps to its easing: %s", async (easing) => {
    const { clip } = await derive(await originalOf(`eased-${easing}`, 16), {
      motion: "smoothed",
      easing,
    });
    const at = (await framesOf(clip.path)).map(movedPx);
    at.forEach((px, frame) => {
      expect(Math.abs(px - ease(easing, frame / 48) * 15 * STEP_PX), `frame ${frame}`).toBeLessThan(
        1.2,
      );
      expect(px).toBeGreaterThan((at[frame - 1] ?? -1) - 0.3);
    });
  });

  it("that ends before the second keyframe is smoothed into it", async () => {
    const original = { frames: 12, span: "half-open" } as const;
    const { clip } = await derive(await originalOf("open", 12), { motion: "smoothed" }, original);
    const at = (await framesOf(clip.path)).map(movedPx);
    at.forEach((px, frame) => expect(Math.abs(px - frame)).toBeLessThan(1));
  });

  it.each([1, 2])("of %d is drawn between its keyframes", async (frames) => {
    const path = await originalOf(`few-${frames}`, frames);
    const { clip } = await derive(
      path,
      { motion: "smoothed", durationFrames: 8, keyframes: { first: moved(0), last: moved(4) } },
      { frames, span: "closed" },
    );
    const at = (await framesOf(clip.path)).map(movedPx);
    at.forEach((px, frame) => expect(Math.abs(px - frame * 2)).toBeLessThan(1.5));
  });

  it("at another size is smoothed there", async () => {
    const frame = { width: 512, height: 320 };
    const { clip } = await derive(await originalOf("sized", 16), {
      motion: "smoothed",
      frame,
      durationFrames: 24,
    });
    const at = (await framesOf(clip.path)).map(movedPx);
    expect(clip).toMatchObject(frame);
    at.forEach((px, i) => expect(Math.abs(px - (i * 15 * STEP_PX * 2) / 24)).toBeLessThan(2.5));
  });

  it("passes through a first drawing that differs from the keyframe instead of jumping to it", async () => {
    // The backend's copy of the keyframe is a whole step off.
    const { clip, notes } = await derive(await originalOf("off", 16), {
      motion: "smoothed",
      keyframes: { first: moved(-1), last: moved(15) },
    });
    const at = (await framesOf(clip.path)).map(movedPx);
    expect(notes.join()).toMatch(/first drawing differed/);
    const steps = at.slice(1).map((px, i) => px - (at[i] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(STEP_PX);
  });
});

describe("smoothing", () => {
  it("changes nothing where there is a drawing for each frame", async () => {
    const path = await originalOf("enough", 48);
    const original = { frames: 48, span: "half-open" } as const;
    const [held, smoothed] = await Promise.all(
      (["held", "smoothed"] as const).map(async (motion) =>
        readFile((await derive(path, { motion }, original)).clip.path),
      ),
    );
    expect(held?.equals(smoothed ?? Buffer.of())).toBe(true);
  });

  it("stops when it is cancelled, leaves nothing, and the next clip is whole", async () => {
    const path = await originalOf("cancelled", 16);
    const controller = new AbortController();
    const outputPath = join(folder, "never.mp4");
    const work = derive(path, { motion: "smoothed", outputPath, signal: controller.signal });
    setTimeout(() => controller.abort(), 400);
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect((await readdir(folder)).filter((name) => name.startsWith("never"))).toEqual([]);
    const { clip } = await derive(path, { motion: "smoothed", durationFrames: 20 });
    expect(await framesOf(clip.path)).toHaveLength(20);
  });

  it("reads two drawings at a time, however many there are", async () => {
    let read = 0;
    async function* drawings() {
      for (; read < 200; read += 1) yield moved(read % 20);
    }
    const { frames } = smoothedFrames({
      ...{ drawings: drawings(), originalFrames: 200, span: "closed", durationFrames: 400 },
      ...{ easing: "linear", first: moved(0), last: moved(0) },
      toFilm: (picture) => Promise.resolve(picture),
    });
    let shown = 0;
    for await (const _ of frames) {
      expect(read).toBeLessThanOrEqual(Math.floor((shown * 199) / 400) + 2);
      shown += 1;
      if (shown === 20) break;
    }
  });
});
