import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { originalSchema } from "#lib/core/take.ts";
import { decodeOriginal, inspectOriginal, type DecodeOptions } from "#lib/media/decode-original.ts";
import { encodeClip } from "#lib/media/encode-clip.ts";
import { mp4Head, mdatHeader } from "#lib/media/mp4-head.ts";
import type { OriginalInfo } from "#lib/media/original-types.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import { drawing, stripes } from "#tests/fixtures/pictures.ts";
import { box, overwrite, rename, replaceBox, words } from "#tests/support/mp4-boxes.ts";

const SIZE = { width: 128, height: 80 };
const FRAMES = 16;
let folder = "";
let good: Buffer;
let victim = "";
const picture = (index: number) => drawing(SIZE.width, SIZE.height, index * 3);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-hostile-"));
  const path = join(folder, "good");
  const encode = (outputPath: string, frameOf: typeof picture) =>
    encodeClip({
      frames: Array.from({ length: FRAMES }, (_, index) => frameOf(index)),
      ...{ frameCount: FRAMES, ...SIZE, frameRate: { num: 8, den: 1 }, outputPath },
    });
  await encode(path, picture);
  good = await readFile(path);
  victim = join(folder, "victim.mp4");
  await encode(victim, () => stripes(SIZE.width, SIZE.height));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, `x-${(count += 1)}`);
  await writeFile(path, bytes);
  return path;
}

type Outcome = OriginalInfo | { readonly refused: string };

/** What becomes of a file: what it is, or the words of its refusal. Anything else fails the test. */
async function outcomeOf(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Outcome> {
  return inspectOriginal(await fileOf(bytes), options).catch((error: unknown) => {
    expect(error).toMatchObject({ code: "original-rejected" });
    return { refused: (error as { userMessage: string }).userMessage };
  });
}

/** Two at once, as there are processors. */
async function outcomes(cases: Readonly<Record<string, Uint8Array>>, options?: DecodeOptions) {
  const found: Record<string, Outcome> = {};
  const left = Object.entries(cases);
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift())
      found[next[0]] = await outcomeOf(next[1], options);
  };
  await Promise.all([work(), work()]);
  return found;
}

const HUGE = 2 ** 31 - 1;

test("playlists, lists of files, pages and pictures are no videos, whatever they name", async () => {
  const texts = {
    hls: `#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:2,\nfile://${victim}\n#EXT-X-ENDLIST\n`,
    ffconcat: `ffconcat version 1.0\nfile ${victim}\n`,
    dash: `<?xml version="1.0"?><MPD><Period><BaseURL>file://${victim}</BaseURL></Period></MPD>`,
    svg: '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    tty: "\u001b[2J\u001b[31mXBIN",
  };
  const bytes = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const);
  const found = await outcomes({
    ...Object.fromEntries(bytes),
    zeros: Buffer.alloc(10_000),
  });
  for (const [name, outcome] of Object.entries(found))
    expect([name, outcome]).toEqual([
      name,
      { refused: expect.stringMatching(/is not a video \(MP4, MOV, WebM or MKV\)/) as string },
    ]);
});

test("tables that claim more than there is are refused, and the next video is looked at", async () => {
  const found = await outcomes({
    "stts count": overwrite(good, "stts", 8, HUGE),
    "stts entries": overwrite(good, "stts", 4, HUGE),
    "stsc entries": overwrite(good, "stsc", 4, HUGE),
    "stsz count": overwrite(good, "stsz", 8, HUGE),
    "10,000 frames": overwrite(good, "stsz", 8, 10_000),
    "4 GB a frame": overwrite(good, "stsz", 4, 2 ** 32 - 1),
    "a frame of 4 GB": overwrite(good, "stsz", 12, 2 ** 32 - 1),
    "frames beyond the file": overwrite(good, "stco", 8, 2 ** 32 - 1),
    "a head of 4 GB": overwrite(good, "moov", -8, 2 ** 32 - 1),
    "a track of 8 bytes": overwrite(good, "trak", -8, 8),
    "no time between frames": overwrite(good, "stts", 12, 0),
    "sound only": overwrite(good, "hdlr", 8, 0x736f756e),
    "no frames": overwrite(overwrite(good, "stsz", 8, 0), "stts", 8, 0),
    "a rare codec": rename(good, "avc1", "M8RG"),
  });
  for (const [name, outcome] of Object.entries(found))
    expect([name, outcome]).toEqual([
      name,
      { refused: expect.stringMatching(/^What the backend gave .*another backend\.$/) as string },
    ]);
  expect(await outcomeOf(good)).toMatchObject({ frames: FRAMES, ...SIZE });
});

test("a table that takes for ever to read costs its own process and a bounded time", async () => {
  const endless = overwrite(good, "stsc", 12, HUGE);
  const options = { openMs: 1_500 };
  const [outcome, beside] = await Promise.all([outcomeOf(endless, options), outcomeOf(good)]);
  expect(outcome).toEqual({ refused: expect.stringMatching(/can't be read as a video/) as string });
  expect(beside).toMatchObject({ frames: FRAMES });
});

test("a decoder that outgrows its memory dies alone, also in the middle of a stream", async () => {
  const path = await fileOf(good);
  const died = await outcomeOf(good, { memoryMb: 8 });
  expect(died).toEqual({ refused: expect.stringMatching(/can't be read as a video/) as string });
  const read = async (options: DecodeOptions, pauseMs: number) => {
    let frames = 0;
    for await (const frame of decodeOriginal(path, options)) {
      frames += frame.width > 0 ? 1 : 0;
      await pause(pauseMs);
    }
    return frames;
  };
  // More than it begins with, and less than Node and a decoder have after a moment.
  await expect(read({ memoryMb: 50 }, 100)).rejects.toMatchObject({ code: "original-rejected" });
  expect(await read({}, 0)).toBe(FRAMES);
});

test("more frames or pixels than a segment can have are refused before they are decoded", async () => {
  const entry = good.indexOf(Buffer.from("avcC", "latin1"));
  const description = good.subarray(entry + 4, entry + good.readUInt32BE(entry - 4) - 4);
  const bomb = (options: { width: number; height: number; frames: number }) => {
    const { width, height, frames } = options;
    const head = (offsetBytes: number) =>
      mp4Head({
        track: { width, height, frameRate: { num: 24, den: 1 }, description },
        sampleSizes: new Uint32Array(frames).fill(1),
        syncSamples: [0],
        chunks: [{ offsetBytes, samples: frames }],
      });
    const data = mdatHeader(frames);
    return Buffer.concat([head(head(0).length + data.length), data, Buffer.alloc(frames)]);
  };
  const found = await outcomes({
    frames: bomb({ width: 64, height: 64, frames: 10_000 }),
    pixels: bomb({ width: 16_384, height: 16_384, frames: 4 }),
  });
  expect(found).toEqual({
    frames: { refused: expect.stringMatching(/has more than 2400 frames/) as string },
    pixels: { refused: expect.stringMatching(/16384 × 16384 pixels, more than 4096/) as string },
  });
});

test("odd times, turns, edits and a thousand tracks leave the pictures as they are meant, or are refused", async () => {
  const quarterTurn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  const edits = (...entry: readonly number[]) =>
    replaceBox(good, "tkhd", (old) =>
      Buffer.concat([old, box("edts", box("elst", words(0, 1, ...entry)))]),
    );
  const found = await outcomes({
    "a frame in 24 days": overwrite(good, "stts", 12, HUGE),
    "a billion a second": overwrite(good, "mdhd", 20, 2 ** 32 - 1),
    "no timescale": overwrite(good, "mdhd", 20, 0),
    "a length without end": overwrite(good, "mdhd", 24, 0, HUGE),
    "a quarter turn": overwrite(good, "tkhd", 52, ...quarterTurn),
    "an edit that begins late": edits(16, HUGE, 0x10000),
    "an edit that is empty": edits(HUGE, -1, 0x10000),
    "an edit of no length": edits(0, 0, 0x10000),
    "a thousand tracks": replaceBox(good, "trak", (old) =>
      Buffer.concat(Array.from({ length: 1_000 }, () => old)),
    ),
    "data of 4 GB": overwrite(good, "mdat", 0, 1, 0),
  });
  for (const [name, outcome] of Object.entries(found)) {
    if ("refused" in outcome) continue;
    // What is let through can be kept as a take's original.
    const kept = originalSchema.safeParse({ ...outcome, hash: "0", span: "closed" });
    expect([name, kept.success, kept.error?.issues]).toEqual([name, true, undefined]);
    const [width, height] =
      name === "a quarter turn" ? [SIZE.height, SIZE.width] : [SIZE.width, SIZE.height];
    expect([name, outcome.frames, outcome.width, outcome.height]).toEqual([
      ...[name, FRAMES, width, height],
    ]);
  }
});

test("a video that names other files or addresses for its data is read from itself alone", async () => {
  const calls: string[] = [];
  const listener = createServer((request, response) => {
    calls.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const url = (address: string) => box("url ", words(0), Buffer.from(`${address}\0`));
  const alias = (name: string) => box("alis", words(0), Buffer.from(name.padEnd(150, "\0")));
  const others = [
    url(`file://${victim}`),
    url(victim),
    url(`http://127.0.0.1:${port}/v.mp4`),
    alias(victim),
  ];
  try {
    for (const other of others) {
      const path = await fileOf(replaceBox(good, "url ", () => other));
      let index = 0;
      try {
        for await (const frame of decodeOriginal(path))
          expect(psnrDb(frame, picture(index++))).toBeGreaterThan(26);
        expect(index).toBe(FRAMES);
      } catch (error) {
        expect(error).toMatchObject({ code: "original-rejected" });
      }
    }
    expect(calls).toEqual([]);
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
});

test("a video that says to be of Genga's own making is looked at like any other", async () => {
  expect(good.toString("latin1", 0, 48)).toContain("gnga");
  const cut = good.subarray(0, Math.floor(good.length * 0.6));
  expect(await outcomeOf(cut)).toHaveProperty("refused");
});
