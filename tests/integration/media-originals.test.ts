import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filmAreaOf } from "#lib/core/film-area.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { decodeOriginal, inspectOriginal } from "#lib/media/decode-original.ts";
import { deriveClip, type DeriveOptions } from "#lib/media/derive-clip.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing, stripes } from "#tests/fixtures/pictures.ts";

const NATIVE = { width: 128, height: 80 };
const RATE = { num: 24, den: 1 };
let folder = "";
let original = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-originals-"));
  original = join(folder, "original");
  await encode(original, 16, { num: 8, den: 1 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const picture = (index: number) => drawing(NATIVE.width, NATIVE.height, index * 3);

function encode(outputPath: string, frames: number, frameRate = RATE) {
  return encodeClip({
    frames: Array.from({ length: frames }, (_, index) => picture(index)),
    frameCount: frames,
    ...NATIVE,
    frameRate,
    outputPath,
  });
}

async function framesOf(source: AsyncIterable<RawFrame>): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of source) frames.push(frame);
  return frames;
}

function derive(options: Partial<DeriveOptions> & Pick<DeriveOptions, "original">) {
  return deriveClip({
    frame: NATIVE,
    fit: { policy: "contain", color: "#ffffff" },
    frameRate: RATE,
    durationFrames: 48,
    easing: "linear",
    keyframes: { first: picture(0), last: picture(15) },
    outputPath: join(folder, `clip-${Math.abs(JSON.stringify(options).length)}.mp4`),
    ...options,
  });
}

describe("a video from outside", () => {
  it("is looked at whole in another process", async () => {
    expect(await inspectOriginal(original)).toMatchObject({
      frames: 16,
      ...NATIVE,
      frameRate: { num: 8, den: 1 },
      codec: "avc",
    });
    const frames = await framesOf(decodeOriginal(original));
    expect(frames).toHaveLength(16);
    frames.forEach((frame, index) => expect(psnrDb(frame, picture(index))).toBeGreaterThan(26));
  });

  it("may be left midway", async () => {
    for await (const frame of decodeOriginal(original)) {
      expect(frame.width).toBe(NATIVE.width);
      break;
    }
  });

  it("is refused when it is text, empty, cut short or spoilt", async () => {
    const bytes = await readFile(original);
    const spoilt = Buffer.from(bytes);
    spoilt.fill(0xa5, bytes.length - 4000, bytes.length - 2000);
    const bad = {
      text: Buffer.from("<html>502 Bad Gateway</html>"),
      empty: Buffer.of(),
      cut: bytes.subarray(0, Math.floor(bytes.length * 0.6)),
      head: bytes.subarray(0, 200),
    };
    for (const [name, content] of Object.entries(bad)) {
      const path = join(folder, name);
      await writeFile(path, content);
      await expect(inspectOriginal(path), name).rejects.toMatchObject({
        code: "original-rejected",
      });
    }
  });

  it("can do no harm, however its bytes are changed", async () => {
    const bytes = await readFile(original);
    for (let seed = 1; seed <= 6; seed++) {
      const changed = Buffer.from(bytes);
      for (let k = 0; k < 12; k++)
        changed[(seed * 7919 + k * 104_729 * seed) % 1200] = (seed * 31 + k * 57) & 255;
      const path = join(folder, `changed-${seed}`);
      await writeFile(path, changed);
      const outcome = await inspectOriginal(path).then(
        (info) => info.frames <= 2400,
        (error: { code?: string }) => error.code === "original-rejected",
      );
      expect(outcome).toBe(true);
    }
  });

  it("stops when it is cancelled", async () => {
    const signal = AbortSignal.abort();
    await expect(inspectOriginal(original, { signal })).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("the clip of a take", () => {
  const info = { ...NATIVE, trusted: false, frames: 16, span: "closed" } as const;

  it("holds 16 drawings on threes, pinned to the first keyframe", async () => {
    const key = stripes(NATIVE.width, NATIVE.height);
    const { clip, seams, notes } = await derive({
      original: { path: original, ...info },
      keyframes: { first: key, last: picture(15) },
    });
    const frames = await framesOf(decodeClip(clip.path));
    expect(frames).toHaveLength(48);
    for (const pinned of frames.slice(0, 3)) expect(psnrDb(pinned, key)).toBeGreaterThan(35);
    frames.slice(3).forEach((frame, i) => {
      expect(psnrDb(frame, picture(Math.floor(i / 3) + 1))).toBeGreaterThan(26);
    });
    expect(seams.firstPsnrDb).toBeLessThan(20);
    expect(seams.lastPsnrDb).toBeGreaterThan(26);
    expect(notes.join()).toMatch(/first drawing differed/);
  });

  it("is the very same file when the original already is the clip", async () => {
    const path = join(folder, "draft");
    await encode(path, 48);
    const { clip, seams } = await derive({
      original: { ...NATIVE, path, trusted: true, frames: 48, span: "half-open" },
      keyframes: { first: picture(0), last: picture(48) },
    });
    expect((await stat(clip.path)).ino).toBe((await stat(path)).ino);
    expect(seams.firstPsnrDb).toBeGreaterThan(26);
  });

  it("is derived anew for another easing, length, rate and size", async () => {
    const path = join(folder, "draft-2");
    await encode(path, 48);
    const { clip } = await derive({
      original: { ...NATIVE, path, trusted: true, frames: 48, span: "half-open" },
      frame: { width: 192, height: 108 },
      frameRate: { num: 25, den: 1 },
      durationFrames: 25,
      easing: "ease-in-out",
    });
    expect(clip).toMatchObject({
      width: 192,
      height: 108,
      frames: 25,
      frameRate: { num: 25, den: 1 },
    });
    expect(await framesOf(decodeClip(clip.path))).toHaveLength(25);
  });

  it("shows at the project's shape just what a backend of another shape was shown", async () => {
    const frame = { width: 256, height: 112 };
    const fit = { policy: "cover", color: "#ff00ff" } as const;
    const key = stripes(400, 300);
    const asked = { ...NATIVE, frames: 4, frameRate: RATE, drawnFor: frame };
    const shown = await fitForBackend({ picture: key, fit, asked });
    expect(shown).toMatchObject(NATIVE);
    const path = join(folder, "native");
    await encodeClip({
      frames: Array.from({ length: 4 }, () => shown),
      frameCount: 4,
      ...NATIVE,
      frameRate: RATE,
      outputPath: path,
    });
    const { seams } = await derive({
      original: {
        ...NATIVE,
        path,
        trusted: false,
        frames: 4,
        span: "closed",
        drawnFor: frame,
        filmArea: filmAreaOf({ asked, given: NATIVE }),
      },
      frame,
      fit,
      durationFrames: 12,
      keyframes: { first: key, last: key },
    });
    expect(seams.firstPsnrDb).toBeGreaterThan(24);
    expect(seams.lastPsnrDb).toBeGreaterThan(24);
  });

  it("is refused when the original is not what was announced", async () => {
    const path = join(folder, "other");
    await copyFile(original, path);
    await expect(derive({ original: { path, ...info, frames: 20 } })).rejects.toMatchObject({
      code: "original-rejected",
    });
  });
});
