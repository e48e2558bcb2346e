import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { projectPath } from "#bin/platform/project-root.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { fitToFrame, pictureSize } from "#lib/media/fit-to-frame.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { runGenga, startGenga } from "#tests/support/run-genga.ts";
import { startSelfhost, type SelfhostServer } from "#tests/support/selfhost-server.ts";

/** Film stills that lie beside a checkout where somebody has them; drawings of our own do where not. */
const STILLS = projectPath("..", "shared", "keyframes");
const PAIRS = existsSync(STILLS)
  ? readdirSync(STILLS)
      .filter((name) => name.endsWith("_frame1.png"))
      .map((name) => [name, name.replace("_frame1", "_frame3")] as const)
  : ([["drawn-1.png", "drawn-2.png"]] as const);

let server: SelfhostServer;
let folder = "";

beforeAll(async () => {
  const started = await startSelfhost();
  if ("missing" in started) throw new Error(started.missing);
  server = started;
}, 300_000);
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-headless-"));
  await writeFile(join(folder, "drawn-1.png"), await encodePng(drawing(640, 360, 0)));
  await writeFile(join(folder, "drawn-2.png"), await encodePng(drawing(640, 360, 48)));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pathOf = (name: string) => join(name.startsWith("drawn") ? folder : STILLS, name);

async function keyOf(name: string): Promise<RawFrame> {
  const picture = await readFile(pathOf(name));
  const frame = await pictureSize(picture);
  return fitToFrame({ picture, frame, fit: { policy: "contain", color: "#ffffff" } });
}

const argsFor = (first: string, last: string) => [
  ...["render", pathOf(first), pathOf(last)],
  ...["--backend", server.url, "-o", join(folder, "walk.mp4")],
];

async function film(): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of decodeClip(join(folder, "walk.mp4"))) frames.push(frame);
  return frames;
}

/** How far the mean of the channel that differs most is from the other's, of 255. */
function meanShift(a: RawFrame, b: RawFrame): number {
  const sums = [0, 0, 0];
  for (let at = 0; at < a.data.length; at++)
    sums[at % 3] = (sums[at % 3] ?? 0) + (a.data[at] ?? 0) - (b.data[at] ?? 0);
  return Math.max(...sums.map((sum) => Math.abs(sum) / (a.width * a.height)));
}

function meanSquare(a: RawFrame, b: RawFrame): number {
  return 255 ** 2 / 10 ** (psnrDb(a, b) / 10);
}

test.each([...PAIRS, ["drawn-1.png", "drawn-2.png"] as const])(
  "from %s to %s it is a film in the drawings' shape that goes from the one to the other",
  async (first, last) => {
    const { exitCode, stdout, stderr } = await runGenga(argsFor(first, last));
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain("first drawing → image, second drawing → image2");
    expect(stdout).toContain("49 frames (2.04 s at 24 fps)");
    const [from, to] = [await keyOf(first), await keyOf(last)];
    const frames = await film();
    expect(frames).toHaveLength(49);
    for (const { width, height } of frames)
      expect([width, height]).toEqual([from.width, from.height]);

    const [start, end] = [frames[0] ?? from, frames[48] ?? from];
    expect(psnrDb(start, from)).toBeGreaterThan(34);
    expect(psnrDb(end, to)).toBeGreaterThan(34);
    // Where the keyframes themselves give way to what the server drew, no colour shifts.
    for (const at of [1, 48])
      expect(meanShift(frames[at - 1] ?? from, frames[at] ?? to)).toBeLessThan(1.5);
    // It comes nearer to the second drawing all the way, and no step is a jump.
    const away = [8, 24, 40].map((at) => psnrDb(frames[at] ?? from, to));
    expect(away).toEqual(away.toSorted((a, b) => a - b));
    const whole = meanSquare(from, to);
    frames.slice(1).forEach((frame, at) => {
      expect(meanSquare(frame, frames[at] ?? frame), `step ${at + 1}`).toBeLessThan(whole / 4);
    });
  },
);

test("Ctrl-C calls the drawing off there, and the next one is drawn", async () => {
  const args = argsFor("drawn-1.png", "drawn-2.png");
  const running = startGenga(args);
  await running.said(/Drawing/);
  running.child.kill("SIGINT");
  expect((await running.ended).exitCode).toBe(130);
  expect((await readdir(folder)).sort()).toEqual(["drawn-1.png", "drawn-2.png"]);
  expect((await runGenga(args)).exitCode).toBe(0);
});
