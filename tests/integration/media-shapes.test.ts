import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filmAreaOf } from "#lib/core/film-area.ts";
import type { Fit, Size } from "#lib/core/fit.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { fitForBackend } from "#lib/media/fit-for-backend.ts";
import { fitToFrame } from "#lib/media/fit-to-frame.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { sharp } from "#lib/media/safe-sharp.ts";

const RATE = { num: 24, den: 1 };
const CONTAIN: Fit = { policy: "contain", color: "#ff00ff" };
const TOON: Size = { width: 512, height: 320 };
const FRAMES = 4;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-shapes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const size = (text: string): Size => {
  const [width = 0, height = 0] = text.split("x").map(Number);
  return { width, height };
};

const MARKS = {
  red: [220, 30, 30],
  green: [30, 160, 40],
  blue: [40, 60, 210],
  black: [20, 20, 20],
} as const;
type Mark = keyof typeof MARKS;

/** Light grey with a mark of its own colour in each corner. */
function marked({ width, height }: Size): RawFrame {
  const data = new Uint8Array(width * height * 3).fill(205);
  const side = Math.round(Math.min(width, height) / 5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isLeft = x < side;
      const isTop = y < side;
      if ((!isLeft && x < width - side) || (!isTop && y < height - side)) continue;
      const mark = isTop ? (isLeft ? "red" : "green") : isLeft ? "blue" : "black";
      data.set(MARKS[mark], (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

/** The middle of all pixels of about a mark's colour. */
function middleOf({ width, height, data }: RawFrame, mark: Mark): { x: number; y: number } {
  let [count, sumX, sumY] = [0, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const apart = MARKS[mark].reduce(
        (sum, value, c) => sum + Math.abs(value - (data[at + c] ?? 0)),
        0,
      );
      if (apart > 90) continue;
      count += 1;
      sumX += x;
      sumY += y;
    }
  }
  return { x: sumX / count, y: sumY / count };
}

/** How much magenta, the colour of bars, there is along the picture's edges: 0 none, 1 all. */
function barsAlong({ width, height, data }: RawFrame): number {
  const magenta = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3);
    return Math.max(0, Math.min(r, b) - g) / 255;
  };
  const side = (count: number, at: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => at(i)).reduce((sum, value) => sum + value, 0) / count;
  return Math.max(
    side(width, (x) => magenta(x, 0)),
    side(width, (x) => magenta(x, height - 1)),
    side(height, (y) => magenta(0, y)),
    side(height, (y) => magenta(width - 1, y)),
  );
}

/** What a backend gives that was shown a picture: its own size, either stretched into it or laid in it with bars. */
async function givenAs(
  shown: RawFrame,
  given: Size,
  how: "stretched" | "padded",
): Promise<RawFrame> {
  if (how === "padded") return fitToFrame({ picture: shown, frame: given, fit: CONTAIN });
  const { width, height } = given;
  const raw = { width: shown.width, height: shown.height, channels: 3 } as const;
  const data = await sharp(shown.data, { raw })
    .resize(width, height, { fit: "fill" })
    .raw()
    .toBuffer();
  return { width, height, data };
}

let number = 0;

/** A frame of the clip that shows what the backend drew, not the pinned keyframe. */
async function clipFrameOf(options: {
  key: RawFrame;
  drawnFor: Size;
  native: Size | null;
  given: Size;
  how: "stretched" | "padded";
  frame: Size;
  fit?: Fit;
}): Promise<RawFrame> {
  const { key, drawnFor, native, given, how, frame, fit = CONTAIN } = options;
  const asked = {
    ...(native ?? drawnFor),
    frames: FRAMES,
    frameRate: RATE,
    ...(native && { drawnFor }),
  };
  const shown = await fitForBackend({ picture: key, fit, asked });
  const drawing = await givenAs(shown, given, how);
  number += 1;
  const path = join(folder, `original-${number}`);
  await encodeClip({
    frames: Array.from({ length: FRAMES }, () => drawing),
    frameCount: FRAMES,
    ...given,
    frameRate: RATE,
    outputPath: path,
  });
  const { clip } = await deriveClip({
    original: {
      ...given,
      ...{ path, trusted: true, frames: FRAMES, span: "closed", drawnFor },
      filmArea: filmAreaOf({ asked, given }),
    },
    ...{ frame, fit, frameRate: RATE, durationFrames: FRAMES, easing: "linear" },
    keyframes: { first: key, last: key },
    outputPath: join(folder, `clip-${number}.mp4`),
  });
  let index = 0;
  for await (const decoded of decodeClip(clip.path)) if (index++ === FRAMES - 1) return decoded;
  throw new Error("the clip is too short");
}

function expectSameFilm(seen: RawFrame, wanted: RawFrame, native: Size): void {
  // A mark is found again to within a pixel of what the backend drew.
  const withinX = wanted.width / native.width + 0.5;
  const withinY = wanted.height / native.height + 0.5;
  for (const mark of Object.keys(MARKS) as Mark[]) {
    const [at, should] = [middleOf(seen, mark), middleOf(wanted, mark)];
    expect(Math.abs(at.x - should.x), `${mark} across`).toBeLessThan(withinX);
    expect(Math.abs(at.y - should.y), `${mark} down`).toBeLessThan(withinY);
  }
  expect(psnrDb(seen, wanted)).toBeGreaterThan(24);
}

describe("a drawing of 512 × 320", () => {
  it.each(["1280x720", "1024x428", "720x1280", "854x480", "998x702", "1024x620", "640x640"])(
    "is the whole film again at %s: no bars, nothing moved, nothing stretched",
    async (text) => {
      const frame = size(text);
      const key = marked(frame);
      const seen = await clipFrameOf({
        ...{ key, frame, drawnFor: frame, native: TOON, given: TOON, how: "stretched" },
      });
      expect(barsAlong(seen)).toBeLessThan(0.12);
      expectSameFilm(seen, key, TOON);
    },
  );

  it("can be of any film, even a sliver", async () => {
    const frame = size("4096x16");
    const key = marked(frame);
    const seen = await clipFrameOf({
      ...{ key, frame, drawnFor: frame, native: TOON, given: TOON, how: "stretched" },
    });
    expect([seen.width, seen.height]).toEqual([4096, 16]);
  });

  it("is cut as exactly when the model gives it twice as large", async () => {
    const frame = size("1280x720");
    const given = size("1024x640");
    const key = marked(frame);
    const seen = await clipFrameOf({
      ...{ key, frame, drawnFor: frame, native: TOON, given, how: "stretched" },
    });
    expect(barsAlong(seen)).toBeLessThan(0.12);
    expectSameFilm(seen, key, TOON);
  });
});

describe("a project whose size changed after the drawing", () => {
  it.each([
    ["the same shape, larger", "1280x720", "1920x1080"],
    ["wider: its drawings fill it", "1024x640", "1280x720"],
    ["narrower: its drawings have bars", "1280x720", "1024x640"],
    ["turned upright", "1280x720", "720x1280"],
  ])("%s: the clip lies as its keyframes do", async (_, before, after) => {
    const key = marked(size("1280x720"));
    const frame = size(after);
    const seen = await clipFrameOf({
      ...{ key, frame, drawnFor: size(before), native: TOON, given: TOON, how: "stretched" },
    });
    const wanted = await fitToFrame({ picture: key, frame, fit: CONTAIN });
    expect(Math.abs(barsAlong(seen) - barsAlong(wanted))).toBeLessThan(0.12);
    expectSameFilm(seen, wanted, TOON);
  });

  it("fills another shape where drawings do so", async () => {
    const fit: Fit = { policy: "cover", color: "#ff00ff" };
    const frame = size("640x640");
    const seen = await clipFrameOf({
      ...{ key: marked(size("1280x720")), frame, drawnFor: size("1280x720"), fit },
      ...{ native: TOON, given: TOON, how: "stretched" },
    });
    expect(barsAlong(seen)).toBeLessThan(0.05);
  });
});

describe("a backend without a size of its own", () => {
  it.each([
    ["rounds its sides", "1024x640", "832x512", "stretched"],
    ["rounds its sides upright", "720x1280", "480x832", "stretched"],
    ["draws just what was asked for", "854x480", "854x480", "stretched"],
    ["pads what it was shown", "720x1280", "1280x720", "padded"],
    ["pads to a square", "1024x428", "512x512", "padded"],
  ] as const)("%s: the film is whole, with no bars", async (_, asked, answer, how) => {
    const frame = size(asked);
    const given = size(answer);
    const key = marked(frame);
    const seen = await clipFrameOf({ key, frame, drawnFor: frame, native: null, given, how });
    expect(barsAlong(seen)).toBeLessThan(0.12);
    expectSameFilm(seen, key, given.width < frame.width ? given : frame);
  });
});
