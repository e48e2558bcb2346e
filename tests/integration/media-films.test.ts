import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FilePathSource, Input, MP4 } from "mediabunny";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeClipPlanes } from "#lib/media/decode-clip.ts";
import { encodeClip, type Clip } from "#lib/media/encode-clip.ts";
import { stitchFilm } from "#lib/media/stitch-film.ts";
import "#lib/media/web-codecs.ts";
import { drawing } from "#tests/fixtures/pictures.ts";

const SIZE = { width: 128, height: 80 };
const RATE = { num: 24000, den: 1001 };
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-films-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clip = (name: string, frames: number, shiftPx: number, size = SIZE): Promise<Clip> =>
  encodeClip({
    frames: Array.from({ length: frames }, (_, i) => drawing(size.width, size.height, shiftPx + i)),
    frameCount: frames,
    ...size,
    frameRate: RATE,
    outputPath: join(folder, name),
  });

async function frameHashes(path: string): Promise<string[]> {
  const hashes: string[] = [];
  for await (const planes of decodeClipPlanes(path))
    hashes.push(createHash("sha1").update(planes).digest("hex"));
  return hashes;
}

it("is the clips' frames one after another, by the hash of every decoded frame", async () => {
  const lengths = [48, 1, 1, 24, 96, 7, 1];
  const clips = await Promise.all(lengths.map((frames, i) => clip(`part-${i}.mp4`, frames, i * 9)));
  const progress: number[] = [];
  const film = await stitchFilm({
    clips,
    ...SIZE,
    frameRate: RATE,
    outputPath: join(folder, "film.mp4"),
    onProgress: (done) => progress.push(done),
    onNote: (note) => expect.fail(note),
  });
  expect(film.frames).toBe(178);
  const expected = (await Promise.all(clips.map((part) => frameHashes(part.path)))).flat();
  expect(await frameHashes(film.path)).toEqual(expected);
  expect(progress.length).toBeGreaterThan(0);

  const input = new Input({ source: new FilePathSource(film.path), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const stats = await track?.computePacketStats();
  expect(stats?.packetCount).toBe(178);
  expect(await track?.computeDuration()).toBeCloseTo((178 * 1001) / 24000, 5);
  expect((await stat(film.path)).size).toBe(film.sizeBytes);
});

it("may take the beginning of a clip and the same clip twice", async () => {
  const long = await clip("long.mp4", 60, 0);
  const film = await stitchFilm({
    clips: [
      { path: long.path, frames: 13 },
      { path: long.path, frames: 60 },
    ],
    ...SIZE,
    frameRate: RATE,
    outputPath: join(folder, "cut.mp4"),
  });
  const all = await frameHashes(long.path);
  expect(await frameHashes(film.path)).toEqual([...all.slice(0, 13), ...all]);
});

it("encodes a clip of another shape again, alone, and says so", async () => {
  const notes: string[] = [];
  const parts = [await clip("x.mp4", 5, 0), await clip("y.mp4", 6, 0, { width: 64, height: 64 })];
  const film = await stitchFilm({
    clips: parts,
    ...SIZE,
    frameRate: RATE,
    outputPath: join(folder, "mixed.mp4"),
    onNote: (note) => notes.push(note),
  });
  expect(notes).toEqual(["Clip 2 was not in the film's format and was encoded again."]);
  const hashes = await frameHashes(film.path);
  expect(hashes).toHaveLength(11);
  expect(hashes.slice(0, 5)).toEqual(await frameHashes(parts[0]?.path ?? ""));
});

it("is refused, leaving nothing, when there is nothing to join or a clip is not what it should be", async () => {
  const outputPath = join(folder, "refused.mp4");
  const stitch = (clips: { path: string; frames: number }[]) =>
    stitchFilm({ clips, ...SIZE, frameRate: RATE, outputPath });
  await expect(stitch([])).rejects.toMatchObject({ code: "invalid" });
  const short = await clip("short.mp4", 3, 0);
  await expect(stitch([{ path: short.path, frames: 4 }])).rejects.toMatchObject({
    code: "internal",
  });
  await writeFile(join(folder, "text.mp4"), "this is no clip");
  await expect(stitch([{ path: join(folder, "text.mp4"), frames: 4 }])).rejects.toMatchObject({
    code: "original-rejected",
  });
  const cancelled = stitchFilm({
    clips: [short],
    ...SIZE,
    frameRate: RATE,
    outputPath,
    signal: AbortSignal.abort(),
  });
  await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
  expect((await readdir(folder)).filter((name) => name.startsWith("refused"))).toEqual([]);
});
