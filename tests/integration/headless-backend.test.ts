import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { OTHER_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { projectPath } from "../../bin/platform/project-root.ts";

let folder = "";
let video: Uint8Array;
const stubs: GradioStub[] = [];

beforeAll(async () => {
  video = await toonCrafterVideo();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-headless-"));
  for (const name of ["a.png", "b.png", "c.png"]) {
    await writeFile(join(folder, name), await encodePng(drawing(640, 360, name.charCodeAt(0))));
  }
});
afterEach(async () => {
  for (const stub of stubs.splice(0)) await stub.close();
  await rm(folder, { recursive: true, force: true });
});

async function stubOf(options: Partial<Parameters<typeof startGradioStub>[0]> = {}) {
  const stub = await startGradioStub({ version: "6.25.0", video, ...options });
  stubs.push(stub);
  return stub;
}

function render(stub: GradioStub, env: Record<string, string> = {}) {
  const drawings = ["a.png", "b.png", "c.png"].map((name) => join(folder, name));
  const args = ["render", ...drawings, "-o", join(folder, "story.mp4"), "--backend", stub.baseUrl];
  const child = spawn(process.execPath, [projectPath("bin", "genga.ts"), ...args], {
    env: { ...process.env, ...env },
  });
  let output = "";
  const keep = (text: Buffer) => (output += text.toString());
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise<{ exitCode: number | null; output: string }>((resolve) =>
    child.on("close", (exitCode) => resolve({ exitCode, output })),
  );
}

async function filmFrames(): Promise<number> {
  let frames = 0;
  for await (const { width, height } of decodeClip(join(folder, "story.mp4"))) {
    expect({ width, height }).toEqual({ width: 640, height: 360 });
    frames += 1;
  }
  return frames;
}

test.each(["4.32.1", "5.49.1", "6.25.0"] as const)(
  "a ToonCrafter on Gradio %s draws each pair, and the film has the drawings' own shape",
  async (version) => {
    const stub = await stubOf({ version });
    const { exitCode, output } = await render(stub);
    expect(output).toContain("97 frames");
    expect(exitCode).toBe(0);
    expect(await filmFrames()).toBe(97);
    expect(stub.jobs).toHaveLength(2);
    expect((await readdir(folder)).sort()).toEqual(["a.png", "b.png", "c.png", "story.mp4"]);
  },
);

test("a token comes from the environment, and is never printed", async () => {
  const token = "hf_a-token-of-the-test";
  const stub = await stubOf({ token });
  const { exitCode, output } = await render(stub, { GENGA_BACKEND_TOKEN: token });
  expect(exitCode).toBe(0);
  expect(output).not.toContain(token);
  expect((await render(stub)).exitCode).toBe(4);
});

test("a spent quota, and an app that can't draw between two images, end with 4 and say why", async () => {
  const spent = await render(await stubOf({ fault: "quota" }));
  expect(spent.exitCode).toBe(4);
  expect(spent.output).toContain("GPU time at Hugging Face is used up");

  const [other] = OTHER_APPS;
  if (!other) throw new Error("no such app");
  const refused = await render(await stubOf({ endpoints: [other.shape] }));
  expect(refused.exitCode).toBe(4);
  expect(refused.output).toMatch(other.reason);
  expect((await readdir(folder)).sort()).toEqual(["a.png", "b.png", "c.png"]);
});
