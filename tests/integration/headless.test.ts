import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { runGenga, startGenga } from "#tests/support/run-genga.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-headless-"));
  await mkdir(join(folder, "keys"));
  for (const number of [1, 2, 10]) {
    await writeFile(
      join(folder, "keys", `key-${number}.png`),
      await encodePng(drawing(320, 200, number * 6)),
    );
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("three drawings become a film of 48·2+1 frames, and nothing else is left beside it", async () => {
  const keys = [1, 2, 10].map((number) => join(folder, "keys", `key-${number}.png`));
  const { exitCode } = await runGenga(["render", ...keys, "-o", join(folder, "story.mp4")]);
  expect(exitCode).toBe(0);
  expect(await filmOf("story.mp4")).toEqual({ frames: 97, width: 320, height: 200 });
  expect((await readdir(folder)).sort()).toEqual(["keys", "story.mp4"]);
});

test("a folder is read in natural order, and every setting reaches the film", async () => {
  const { exitCode, stdout } = await runGenga([
    ...["render", join(folder, "keys"), "-o", join(folder, "story.mp4"), "--json"],
    ...["--fps", "25", "--size", "256x144", "--seconds", "0.4", "--hold", "3", "--seed", "7"],
  ]);
  expect(exitCode).toBe(0);
  const result: unknown = JSON.parse(stdout);
  expect(result).toMatchObject({
    ok: true,
    frames: 29,
    width: 256,
    height: 144,
    frameRate: "25/1",
  });
  expect(result).toMatchObject({
    segments: [
      { from: "key-1.png", to: "key-2.png" },
      { from: "key-2.png", to: "key-10.png" },
    ],
  });
  expect(await filmOf("story.mp4")).toEqual({ frames: 29, width: 256, height: 144 });
});

test("the same drawings and seed give the same file", async () => {
  for (const name of ["a.mp4", "b.mp4"]) {
    const args = ["render", join(folder, "keys"), "-o", join(folder, name), "--seconds", "0.5"];
    expect((await runGenga(args)).exitCode).toBe(0);
  }
  const [a, b] = [await readFile(join(folder, "a.mp4")), await readFile(join(folder, "b.mp4"))];
  expect(a.equals(b)).toBe(true);
});

test("one drawing is a film of one frame", async () => {
  const args = ["render", join(folder, "keys", "key-1.png"), "-o", join(folder, "one.mp4")];
  expect((await runGenga(args)).exitCode).toBe(0);
  expect(await filmOf("one.mp4")).toEqual({ frames: 1, width: 320, height: 200 });
});

test.for([
  ["wrong usage", ["render"], 2],
  ["a rate that is none", ["render", "keys", "-o", "x.mp4", "--fps", "fast"], 2],
  ["a drawing that is not there", ["render", "none.png", "-o", "x.mp4"], 3],
  ["an empty folder", ["render", "empty", "-o", "x.mp4"], 3],
  ["a text named .png", ["render", "keys/key-1.png", "text.png", "-o", "x.mp4"], 3],
  ["a backend that is not there", ["render", "keys", "-o", "x.mp4", "--backend", "nobody"], 4],
  ["a folder that is not there", ["render", "keys", "-o", "nowhere/x.mp4"], 5],
  ["a folder as the film", ["render", "keys", "-o", "empty"], 5],
] as const)(
  "%s: says why, writes nothing, and exits so that a script knows",
  async ([, args, code]) => {
    await mkdir(join(folder, "empty"));
    await writeFile(join(folder, "text.png"), "not a drawing");
    const { exitCode, stderr } = await runGenga(args, { cwd: folder });
    expect(exitCode).toBe(code);
    expect(stderr.trim()).not.toBe("");
    expect(stderr).not.toContain("    at ");
    expect(existsSync(join(folder, "x.mp4"))).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(["empty", "keys", "text.png"]);
  },
);

test("an interrupt ends it soon, with 130 and nothing left behind", async () => {
  const running = startGenga([
    "render",
    join(folder, "keys"),
    "-o",
    join(folder, "x.mp4"),
    "--seconds",
    "60",
  ]);
  await running.said("%");
  running.child.kill("SIGINT");
  expect((await running.ended).exitCode).toBe(130);
  expect(await readdir(folder)).toEqual(["keys"]);
});

async function filmOf(name: string): Promise<{ frames: number; width: number; height: number }> {
  let film = { frames: 0, width: 0, height: 0 };
  for await (const { width, height } of decodeClip(join(folder, name))) {
    film = { frames: film.frames + 1, width, height };
  }
  return film;
}
