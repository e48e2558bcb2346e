import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FilePathSource, Input, MP4, VideoSampleSink } from "mediabunny";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FrameRate } from "#lib/core/frame-rate.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { makeFilmstrip, makePoster } from "#lib/media/make-filmstrip.ts";
import { makeHoldClip } from "#lib/media/make-hold-clip.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { readClipIndex } from "#lib/media/read-clip-index.ts";
import { sharp } from "#lib/media/safe-sharp.ts";
import "#lib/media/web-codecs.ts";
import { drawing, stripes } from "#tests/fixtures/pictures.ts";

const WIDTH = 128;
const HEIGHT = 80;
const NTSC = { num: 24000, den: 1001 };
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-clips-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const moving = (frames: number) =>
  Array.from({ length: frames }, (_, index) => drawing(WIDTH, HEIGHT, index));

function encode(
  name: string,
  frames: readonly RawFrame[],
  frameRate: FrameRate = { num: 24, den: 1 },
) {
  return encodeClip({
    frames,
    frameCount: frames.length,
    width: frames[0]?.width ?? WIDTH,
    height: frames[0]?.height ?? HEIGHT,
    frameRate,
    outputPath: join(folder, name),
  });
}

/** Reads with an independent parser, as a browser would. */
async function readWithMediabunny(path: string) {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("no video track");
  const timestamps: number[] = [];
  for await (const sample of new VideoSampleSink(track).samples()) {
    timestamps.push(sample.timestamp);
    sample.close();
  }
  const config = await track.getDecoderConfig();
  return { timestamps, config, seconds: await track.computeDuration() };
}

describe("a clip in the house format", () => {
  it.each([
    ["24", { num: 24, den: 1 }, 49],
    ["23.976", NTSC, 100],
    ["29.97", { num: 30000, den: 1001 }, 7],
    ["12", { num: 12, den: 1 }, 1],
  ])(
    "has exactly its frames at %s fps, by another parser's count",
    async (name, frameRate, count) => {
      const clip = await encode(`count-${name}.mp4`, moving(count), frameRate);
      const { timestamps, seconds, config } = await readWithMediabunny(clip.path);
      expect(timestamps).toHaveLength(count);
      timestamps.forEach((at, i) => expect(at).toBeCloseTo((i * frameRate.den) / frameRate.num, 5));
      expect(seconds).toBeCloseTo((count * frameRate.den) / frameRate.num, 5);
      expect(config?.codec).toMatch(/^avc1\.64/);
      expect(config?.colorSpace).toMatchObject({
        primaries: "bt709",
        transfer: "bt709",
        matrix: "bt709",
        fullRange: false,
      });
      expect(await readClipIndex(clip.path)).toMatchObject({
        frames: count,
        frameRate,
        width: WIDTH,
        height: HEIGHT,
      });
    },
  );

  it("has the same decoder configuration whatever is in it and however long it is", async () => {
    const noise = stripes(WIDTH, HEIGHT);
    noise.data.forEach((_, i) => (noise.data[i] = (i * 7919) & 255));
    const clips = await Promise.all([
      encode("a.mp4", moving(48)),
      encode("b.mp4", [stripes(WIDTH, HEIGHT)]),
      encode(
        "c.mp4",
        Array.from({ length: 130 }, (_, i) => (i % 2 ? noise : drawing(WIDTH, HEIGHT, 0))),
      ),
    ]);
    const descriptions = await Promise.all(
      clips.map(async (clip) => (await readClipIndex(clip.path)).description),
    );
    expect(new Set(descriptions.map((bytes) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
  });

  it("gives the same bytes for the same frames", async () => {
    const [a, b] = [await encode("same-a.mp4", moving(30)), await encode("same-b.mp4", moving(30))];
    expect((await readFile(a.path)).equals(await readFile(b.path))).toBe(true);
  });

  it("shows colours and lines as they were drawn", async () => {
    const picture = stripes(WIDTH, HEIGHT);
    const clip = await encode("colours.mp4", [picture, drawing(WIDTH, HEIGHT, 3)]);
    const back: RawFrame[] = [];
    for await (const frame of decodeClip(clip.path)) back.push(frame);
    expect(psnrDb(back[0] as RawFrame, picture)).toBeGreaterThan(35);
    // The middle of a broad stripe, free of chroma's half resolution: within two levels of what was drawn.
    const at = (40 * WIDTH + 96) * 3;
    const [seen, drawn] = [back[0]?.data.subarray(at, at + 3), picture.data.subarray(at, at + 3)];
    drawn.forEach((value, i) => expect(Math.abs((seen?.[i] ?? 0) - value)).toBeLessThanOrEqual(2));
  });

  it("is refused and leaves nothing behind when the frames are not as many as announced", async () => {
    const outputPath = join(folder, "short.mp4");
    const wrong = (count: number) =>
      encodeClip({
        frames: moving(count),
        frameCount: 5,
        width: WIDTH,
        height: HEIGHT,
        frameRate: NTSC,
        outputPath,
      });
    await expect(wrong(4)).rejects.toMatchObject({ code: "internal" });
    await expect(wrong(6)).rejects.toMatchObject({ code: "internal" });
    expect((await readdir(folder)).filter((name) => name.startsWith("short"))).toEqual([]);
  });

  it("can't have odd sides", async () => {
    await expect(encode("odd.mp4", [stripes(33, 20)])).rejects.toMatchObject({ code: "invalid" });
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    function* endless() {
      for (let i = 0; ; i++) {
        if (i === 20) controller.abort();
        yield drawing(WIDTH, HEIGHT, i);
      }
    }
    const outputPath = join(folder, "cancelled.mp4");
    const work = encodeClip({
      frames: endless(),
      frameCount: 1000,
      width: WIDTH,
      height: HEIGHT,
      frameRate: NTSC,
      outputPath,
      signal: controller.signal,
    });
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("what is made from a clip", () => {
  it("holds a picture for its frames", async () => {
    const picture = stripes(WIDTH, HEIGHT);
    const clip = await makeHoldClip({
      picture,
      frame: { width: WIDTH, height: HEIGHT },
      fit: { policy: "contain", color: "#000000" },
      frameRate: NTSC,
      frames: 60,
      outputPath: join(folder, "hold.mp4"),
    });
    let frames = 0;
    for await (const frame of decodeClip(clip.path)) {
      frames += 1;
      expect(psnrDb(frame, picture)).toBeGreaterThan(35);
    }
    expect(frames).toBe(60);
  });

  it("has a filmstrip and a poster, even of one frame", async () => {
    const long = await encode("strip.mp4", moving(48));
    const strip = await makeFilmstrip({ clipPath: long.path });
    const header = await sharp(strip.bytes).metadata();
    expect([header.format, header.width, header.height]).toEqual([
      "webp",
      8 * strip.thumbnailWidthPx,
      64,
    ]);
    const short = await encode("one.mp4", moving(1));
    expect((await makeFilmstrip({ clipPath: short.path })).thumbnails).toBe(1);
    expect((await sharp(await makePoster({ clipPath: short.path })).metadata()).height).toBe(
      HEIGHT,
    );
  });
});
