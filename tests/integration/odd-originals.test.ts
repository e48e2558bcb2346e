import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filmAreaOf } from "#lib/core/film-area.ts";
import type { Size } from "#lib/core/fit.ts";
import type { Motion } from "#lib/core/motion.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { inspectOriginal } from "#lib/media/decode-original.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { closeDraftThread } from "#lib/media/draw-draft.ts";
import type { OriginalInfo } from "#lib/media/original-types.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { sharp } from "#lib/media/safe-sharp.ts";
import { drawing, stripes } from "#tests/fixtures/pictures.ts";
import { writeOddVideo } from "#tests/support/odd-video.ts";

const SIZE = { width: 128, height: 80 };
const RATE = { num: 24, den: 1 };
const DECODE_MS = 60_000;
let folder = "";
let number = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-odd-"));
});
afterAll(async () => {
  await closeDraftThread();
  await rm(folder, { recursive: true, force: true });
});

const picture = (index: number, { width, height }: Size = SIZE) =>
  drawing(width, height, index * 3);
const pictures = (count: number, size: Size = SIZE) =>
  Array.from({ length: count }, (_, index) => picture(index, size));

async function written(
  options: Omit<Parameters<typeof writeOddVideo>[0], "outputPath">,
): Promise<string> {
  const outputPath = join(folder, `odd-${(number += 1)}`);
  await writeOddVideo({ outputPath, ...options });
  return outputPath;
}

async function framesOf(source: AsyncIterable<RawFrame>): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of source) frames.push(frame);
  return frames;
}

/** What a backend gave, and the frames of the clip that a segment of a second gets from it. */
async function clipOf(
  path: string,
  motion: Motion = "held",
): Promise<{ info: OriginalInfo; clip: RawFrame[] }> {
  const info = await inspectOriginal(path, { decodeMs: DECODE_MS });
  const { frames, width, height } = info;
  const asked = { ...SIZE, frames: 16, frameRate: RATE };
  const { clip } = await deriveClip({
    original: {
      ...{ path, trusted: false, frames, width, height, span: "closed", drawnFor: SIZE },
      filmArea: filmAreaOf({ asked, given: { width, height } }),
    },
    frame: SIZE,
    fit: { policy: "contain", color: "#ffffff" },
    ...{ frameRate: RATE, durationFrames: 24, easing: "linear", motion },
    keyframes: { first: picture(0), last: picture(frames - 1) },
    outputPath: join(folder, `clip-${(number += 1)}.mp4`),
  });
  const shown = await framesOf(decodeClip(clip.path));
  expect(shown).toHaveLength(24);
  return { info, clip: shown };
}

function expectLike(frame: RawFrame | undefined, wanted: RawFrame, leastDb = 26): void {
  expect(frame && psnrDb(frame, wanted)).toBeGreaterThan(leastDb);
}

describe("a video in another wrapping", () => {
  it.each([
    ["streamed mp4", "avc", false],
    ["mov", "avc", true],
    ["mkv", "hevc", false],
    ["webm", "vp8", false],
    ["webm", "vp9", true],
    ["streamed webm", "vp9", false],
    ["mp4", "av1", true],
  ] as const)("%s with %s, sound: %s, becomes the same clip", async (format, codec, hasSound) => {
    const path = await written({
      frames: pictures(12),
      format,
      codec,
      hasSound,
    });
    const { info, clip } = await clipOf(path);
    expect(info).toMatchObject({ frames: 12, ...SIZE, codec, frameRate: { num: 8, den: 1 } });
    for (const [at, index] of [0, 2, 4, 12, 22].entries())
      expectLike(clip[index], picture([0, 1, 2, 6, 11][at] ?? 0));
  });

  it("a GIF is no video, and that is said", async () => {
    const frames = await Promise.all(
      pictures(4).map(({ data, ...size }) =>
        sharp(data, { raw: { ...size, channels: 3 } })
          .png()
          .toBuffer(),
      ),
    );
    const path = join(folder, "animated.gif");
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toFile(path);
    await expect(inspectOriginal(path, { decodeMs: DECODE_MS })).rejects.toMatchObject({
      code: "original-rejected",
      userMessage: expect.stringMatching(/not a video \(MP4, MOV, WebM or MKV\)/) as string,
    });
  });
});

describe("a video of another size", () => {
  it.each([
    ["smaller", { width: 64, height: 40 }, "avc"],
    ["larger", { width: 320, height: 200 }, "avc"],
    ["of sides that are no multiple of 16", { width: 130, height: 82 }, "avc"],
    ["of odd sides", { width: 131, height: 83 }, "vp8"],
    ["of odd sides, another way", { width: 129, height: 81 }, "av1"],
  ] as const)("%s fills the film's frame", async (_, size, codec) => {
    const path = await written({ frames: pictures(12, size), codec, format: "mkv" });
    const { info, clip } = await clipOf(path);
    expect(info).toMatchObject(size);
    const { data, ...given } = picture(6, size);
    const wanted = await sharp(data, { raw: { ...given, channels: 3 } })
      .resize({ ...SIZE, fit: "fill" })
      .raw()
      .toBuffer();
    // What is written with odd sides has coarser colours; a picture read askew is below 15 dB.
    expectLike(clip[12], { ...SIZE, data: wanted }, 21);
  });

  it("of another shape shows the middle of it, whole", async () => {
    const square = { width: 128, height: 128 };
    const path = await written({
      frames: Array.from({ length: 4 }, () => {
        const padded = new Uint8Array(128 * 128 * 3);
        padded.set(stripes(128, 80).data, 128 * 24 * 3);
        return { ...square, data: padded };
      }),
    });
    const { clip } = await clipOf(path);
    expectLike(clip[20], stripes(128, 80));
  });
});

describe("a video that is to be turned", () => {
  it.each([90, 180, 270] as const)("by %d° is seen as it is meant", async (rotation) => {
    const upright = stripes(SIZE.width, SIZE.height);
    const { data, width, height } = upright;
    // Written turned the other way, so that turning makes it right again.
    const { data: turned, info: sides } = await sharp(data, { raw: { width, height, channels: 3 } })
      .rotate(360 - rotation)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const frame = { width: sides.width, height: sides.height, data: turned };
    const path = await written({ frames: [frame, frame, frame], rotation });
    const { info, clip } = await clipOf(path);
    expect(info).toMatchObject(SIZE);
    expectLike(clip[20], upright);
  });
});

describe("a video whose frames", () => {
  it("are at uneven times shows each for as long as it is meant to be seen", async () => {
    const times = [0, 1, 2, 8, 9].map((place) => place / 8);
    const path = await written({ frames: pictures(5), times });
    const { info, clip } = await clipOf(path);
    expect(info).toMatchObject({ frames: 10, frameRate: { num: 8, den: 1 } });
    // Ten on 24 frames.
    const shown = [0, 1, 2, 2, 2, 2, 2, 2, 3, 4];
    clip.forEach((frame, at) => expectLike(frame, picture(shown[Math.floor(at / 2.4)] ?? 0)));
  });

  it("begin late begins with the first of them", async () => {
    const times = [4, 5, 6, 7].map((place) => place / 8);
    const path = await written({ frames: pictures(4), times });
    const { info, clip } = await clipOf(path);
    expect(info).toMatchObject({ frames: 4 });
    expectLike(clip[0], picture(0));
  });

  it.each(["held", "smoothed"] as const)(
    "are one alone is a clip of the keyframe, %s",
    async (motion) => {
      const { clip } = await clipOf(await written({ frames: [picture(0)] }), motion);
      for (const frame of clip) expectLike(frame, picture(0));
    },
  );

  it.each([2_401, 10_000])("are %d are more than a segment can need", async (count) => {
    const tiny = drawing(16, 16, 0);
    function* frames() {
      for (let index = 0; index < count; index += 1) yield tiny;
    }
    const path = await written({ frames: frames(), framesPerSecond: 60 });
    await expect(inspectOriginal(path, { decodeMs: DECODE_MS })).rejects.toMatchObject({
      code: "original-rejected",
      userMessage: expect.stringMatching(/more than 2400 frames/) as string,
    });
  });

  it("take longer to decode than they may are given up", async () => {
    const path = await written({ frames: pictures(200, { width: 640, height: 400 }) });
    await expect(inspectOriginal(path, { decodeMs: 1 })).rejects.toMatchObject({
      code: "original-rejected",
    });
  });
});
