import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import {
  startGradioStub,
  type GradioStub,
  type StubIntercept,
} from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { OTHER_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { startGenga } from "#tests/support/run-genga.ts";
import { eventually } from "#tests/support/test-story.ts";

const DRAWINGS = ["a.png", "b.png", "c.png"];
/** Where the length of the film is not what is looked at. */
const SHORT = ["--seconds", "0.25"];
const SHORT_FRAMES = 2 * 6 + 1;
let folder = "";
let video: Uint8Array;
const stubs: GradioStub[] = [];

beforeAll(async () => {
  video = await toonCrafterVideo();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-headless-"));
  for (const name of DRAWINGS) {
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

function start(
  stub: GradioStub,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  names: readonly string[] = DRAWINGS,
) {
  const drawings = names.map((name) => join(folder, name));
  const output = ["-o", join(folder, "story.mp4"), "--backend", stub.baseUrl];
  return startGenga(["render", ...drawings, ...output, ...args], { cwd: folder, env });
}

async function render(stub: GradioStub, args: readonly string[] = [], env = {}) {
  const { exitCode, stdout, stderr } = await start(stub, args, env).ended;
  return { exitCode, stdout, stderr, output: stdout + stderr };
}

async function film(size = [640, 360]): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of decodeClip(join(folder, "story.mp4"))) {
    expect([frame.width, frame.height]).toEqual(size);
    frames.push(frame);
  }
  return frames;
}

const left = async () => (await readdir(folder)).sort();

/** Answers the first so many requests of a route in the server's place. */
function first(
  count: number,
  route: string,
  answer: (...request: Parameters<StubIntercept>) => void,
): StubIntercept {
  let seen = 0;
  return (request, response) => {
    if (!request.route.endsWith(route) || seen >= count) return false;
    seen += 1;
    answer(request, response);
    return true;
  };
}

describe("a ToonCrafter", () => {
  test.each(["4.32.1", "5.49.1", "6.25.0"] as const)(
    "on Gradio %s draws each pair, and the film has the drawings' own shape",
    async (version) => {
      const stub = await stubOf({ version });
      const { exitCode, output } = await render(stub);
      expect(output).toContain("97 frames");
      expect(exitCode).toBe(0);
      expect(await film()).toHaveLength(97);
      expect(stub.jobs).toHaveLength(2);
      expect(await left()).toEqual([...DRAWINGS, "story.mp4"]);
    },
  );

  test("is told of in one line, and gets the settings that were typed", async () => {
    const stub = await stubOf();
    const { exitCode, stderr, stdout } = await render(stub, [
      "--param",
      "steps=25",
      "--param",
      "fs=8",
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stderr.split("\n")[0]).toBe(
      `${stub.baseUrl} /get_image (ToonCrafter): first drawing → image, second drawing → image2, ` +
        "prompt → prompt, seed → seed; steps=25 cfg_scale=7.5 eta=1 fs=8; drawn at 512×320",
    );
    expect(stderr).toContain("1 before it in the backend's queue");
    expect(stdout).toMatch(/^.*story\.mp4: 97 frames/);
    for (const { data } of stub.jobs) expect(data.slice(1, 7)).toEqual(["", 25, 7.5, 1, 8, 0]);
  });

  test("is held or smoothed, as it was asked", async () => {
    const changes = async (motion: string) => {
      const stub = await stubOf();
      const args = ["--motion", motion, "--seconds", "1", "--size", "256x144"];
      await start(stub, args, {}, DRAWINGS.slice(0, 2)).ended;
      const frames = (await film([256, 144])).slice(0, 24);
      return frames.slice(1).filter((frame, i) => psnrDb(frame, frames[i] ?? frame) < 45).length;
    };
    // 16 drawings on 24 frames: every other one is shown twice.
    expect(await changes("held")).toBe(15);
    expect(await changes("smoothed")).toBe(23);
  });

  test.for([
    ["steps=99", /steps takes a whole number from 1 to 60/],
    ["steps=2.5", /steps takes a whole number from 1 to 60/],
    ["eta=high", /eta takes a number from 0 to 1 in steps of 0\.1/],
    ["fps=8", /no setting "fps"[^]*fs: a whole number from 5 to 30/],
    ["fs", /name=value/],
  ] as const)("is asked for nothing with --param %s", async ([param, says]) => {
    const stub = await stubOf();
    const { exitCode, stderr } = await render(stub, ["--param", param]);
    expect(stderr).toMatch(says);
    expect(exitCode).toBe(2);
    expect(stub.jobs).toEqual([]);
    expect(await left()).toEqual(DRAWINGS);
  });
});

test("a script reads which endpoint drew, and which input got which drawing", async () => {
  const { exitCode, stdout, stderr } = await render(await stubOf(), ["--json", ...SHORT]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({
    frames: SHORT_FRAMES,
    backend: { endpoint: "/get_image", firstDrawing: "image", secondDrawing: "image2" },
  });
});

test("a token comes from the environment, and is never printed", async () => {
  const token = "hf_a-token-of-the-test";
  const stub = await stubOf({ token });
  const { exitCode, output } = await render(stub, SHORT, { GENGA_BACKEND_TOKEN: token });
  expect(exitCode).toBe(0);
  expect(output).not.toContain(token);
  expect((await render(stub)).exitCode).toBe(4);
});

test("an app that can't draw between two images ends it with 4, and says why", async () => {
  const [other] = OTHER_APPS;
  if (!other) throw new Error("no such app");
  const refused = await render(await stubOf({ endpoints: [other.shape] }));
  expect(refused.exitCode).toBe(4);
  expect(refused.output).toMatch(other.reason);
  expect(await left()).toEqual(DRAWINGS);
});

describe("trouble that passes", () => {
  test.for([
    ["a full queue", "/queue/join", 503, "Queue is full", /queue is full/],
    ["an app that starts", "/config", 503, "<html>Starting</html>", /asleep or starting/],
    ["an error of the server's own", "/upload", 502, "Bad gateway", /error of its own/],
  ] as const)("%s is waited for a little", async ([, route, status, text, says]) => {
    const intercept = first(2, route, (_, response) => {
      response.writeHead(status, { "content-type": "text/plain" });
      response.end(text.startsWith("<") ? text : JSON.stringify({ detail: text }));
    });
    const stub = await stubOf({ intercept });
    const { exitCode, stderr } = await render(stub, SHORT);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/Genga tries again in 1 s\.[^]*Genga tries again in 2 s\./);
    expect(stderr).not.toContain("The take");
    expect(exitCode, stderr).toBe(0);
    expect(await film()).toHaveLength(SHORT_FRAMES);
  });

  test("a line that is lost in the middle of a drawing is taken up again", async () => {
    const cut = first(1, "/queue/data", (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": hello\n\n", () => response.socket?.resetAndDestroy());
    });
    const stub = await stubOf({ intercept: cut });
    const { exitCode, stderr } = await render(stub, SHORT);
    expect(stderr).toContain("lost it");
    expect(exitCode, stderr).toBe(0);
    // The drawing whose line was lost was called off, and not left to run beside its successor.
    expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true, false, false]);
    expect(await left()).toEqual([...DRAWINGS, "story.mp4"]);
  });

  test("nobody at the address at all is told of at once", async () => {
    const stub = await stubOf();
    await stub.close();
    const { exitCode, stderr } = await render(stub);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("check the backend's address");
    expect(stderr).not.toContain("tries again");
  });
});

describe("a quota", () => {
  const spent = (wait: string) => {
    const said = `You have exceeded your ZeroGPU quota (120s requested vs. 35s left). Try again in ${wait}.`;
    return { error: said, visible: true, title: "ZeroGPU quota exceeded" };
  };

  /** A backend whose first drawing succeeds and whose second one meets an empty quota once. */
  async function spentAtSecond(wait: string) {
    const stub: GradioStub = await stubOf({
      intercept: (request, response) => {
        if (!request.route.endsWith("/queue/data") || stub.jobs.length !== 2) return false;
        const event_id = stub.jobs[1]?.eventId;
        const message = { msg: "process_completed", event_id, success: false, output: spent(wait) };
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end(`data: ${JSON.stringify(message)}\n\n`);
        return true;
      },
    });
    return stub;
  }

  test("that is spent ends it with 4, and says when it goes on by the clock", async () => {
    const { exitCode, output } = await render(await stubOf({ fault: "quota" }));
    expect(exitCode).toBe(4);
    expect(output).toContain("GPU time at Hugging Face is used up");
    expect(output).toMatch(
      /It goes on at (tomorrow )?\d\d:\d\d: run the same command then, or now with --wait\./,
    );
    expect(output).not.toContain("The take");
    expect(await left()).toEqual(DRAWINGS);
  });

  test("is waited for with --wait, and the film is whole", async () => {
    const { exitCode, stderr } = await render(await spentAtSecond("0:00:01"), ["--wait", ...SHORT]);
    expect(stderr).toMatch(/used up[^\n]*Genga tries again in \d+ s\./);
    expect(exitCode, stderr).toBe(0);
    expect(await film()).toHaveLength(SHORT_FRAMES);
  });

  test("does not cost again what is kept", async () => {
    const stub = await spentAtSecond("5:00:00");
    const stopped = await render(stub, ["--keep", "drawn", "--json", ...SHORT]);
    expect(stopped.exitCode).toBe(4);
    const told = JSON.parse(stopped.stdout) as { message: string; retryAt: string };
    expect(told.message).toContain("1 of 2 segments are kept in drawn and not drawn again.");
    expect(Date.parse(told.retryAt)).toBeGreaterThan(Date.now() + 4 * 3_600_000);

    const done = await render(stub, ["--keep", "drawn", ...SHORT]);
    expect(done.exitCode, done.stderr).toBe(0);
    expect(done.stdout).toContain("kept");
    expect(stub.jobs).toHaveLength(3);
    expect(await left()).toEqual([...DRAWINGS, "drawn", "story.mp4"]);

    const [spoilt = ""] = await readdir(join(folder, "drawn"));
    await writeFile(join(folder, "drawn", spoilt), "not a video");
    expect((await render(stub, ["--keep", "drawn", ...SHORT])).exitCode).toBe(0);
    expect(stub.jobs).toHaveLength(4);
  });
});

describe("Ctrl-C", () => {
  test("calls the drawing off at the server, leaves nothing and ends with 130", async () => {
    const stub = await stubOf({ fault: "never-done" });
    const running = start(stub);
    await eventually(() => Promise.resolve(stub.jobs[0]), { timeoutMs: 30_000, what: "a job" });
    await running.said("Segment 1 of 2");
    // One press reaches a program that npx runs twice.
    running.child.kill("SIGINT");
    running.child.kill("SIGINT");
    const { exitCode, stderr } = await running.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("Interrupted");
    expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
    expect(await left()).toEqual(DRAWINGS);
  });

  test("ends a wait for a quota", async () => {
    const running = start(await stubOf({ fault: "quota" }), ["--wait"]);
    await running.said("Genga goes on at");
    running.child.kill("SIGINT");
    expect((await running.ended).exitCode).toBe(130);
    expect(await left()).toEqual(DRAWINGS);
  });
});
