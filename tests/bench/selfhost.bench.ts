import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, handle_file } from "@gradio/client";
import { findFreePort } from "#bin/platform/free-port.ts";
import { inspectDrawn } from "#lib/backends/inspect-drawn.ts";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { recipeOf } from "#lib/core/recipe-of.ts";
import { deriveClip } from "#lib/media/derive-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { startSelfhost } from "#tests/support/selfhost-server.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { quantile } from "./bench-postgres.ts";

const SIZE = { width: 512, height: 320 };
const FRAMES = 48;
const ROUNDS = 7;
const KEYS = [drawing(512, 320, 0), drawing(512, 320, 60)] as const;
const LIMIT_MS = 400;
/** As long as the quickest models take, so that what is got ready meanwhile is ready. */
const DRAW_MS = 1_500;

/**
 * A segment from two drawings to its clip, beside a script of `@gradio/client` that makes the same calls and keeps the
 * video as it came: against a server whose drawing takes a known time, and against the real in-betweener.
 */
export async function bench(report: BenchReport): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "genga-bench-"));
  try {
    const port = await findFreePort();
    const stub = await startGradioStub({
      ...{ version: "6.25.0", video: await toonCrafterVideo(), port },
      drawing: { drawMs: DRAW_MS, places: 1 },
      // The client goes wherever the server says that it is.
      root: `http://127.0.0.1:${port}`,
    });
    const known = await compare({ url: stub.baseUrl, folder }).finally(() => stub.close());
    const ownMs = known.ours - DRAW_MS;
    report({
      what: "our own time for a segment beyond its drawing, to its clip, 512×320, median",
      value: `${ownMs.toFixed(0)} ms`,
      peer: `@gradio/client, to its video ${(known.theirs - DRAW_MS).toFixed(0)} ms`,
      limit: `≤ ${LIMIT_MS} ms`,
      holds: ownMs <= LIMIT_MS,
    });
    const server = await startSelfhost();
    if ("missing" in server) {
      report({ what: "the in-betweener of selfhost/", value: "not measured: no Python" });
      return;
    }
    const real = await compare({ url: server.url, folder }).finally(() => server.close());
    report({
      what: `selfhost/ (flow): a segment of 2 s at 512×320, to its clip, median`,
      value: `${real.ours.toFixed(0)} ms`,
      peer: `@gradio/client ${real.theirs.toFixed(0)} ms`,
      ratio: real.ours / real.theirs,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(options: {
  url: string;
  folder: string;
}): Promise<{ ours: number; theirs: number }> {
  const { url, folder } = options;
  const backend = toonCrafterOn({ baseUrl: url });
  const times = { ours: new Array<number>(), theirs: new Array<number>() };
  await ours(backend, folder);
  for (let round = 0; round < ROUNDS; round += 1) {
    times.ours.push(await timed(() => ours(backend, folder)));
    times.theirs.push(await timed(() => theirs(url, folder)));
  }
  return { ours: quantile(times.ours, 0.5), theirs: quantile(times.theirs, 0.5) };
}

async function ours(backend: InBetweenBackend, folder: string): Promise<void> {
  const { project, sequence } = storyOf({ count: 2, project: SIZE });
  const [segment] = sequence.segments;
  if (!segment) throw new Error("the story has one segment");
  const recipe = recipeOf({ project, segment, backend: backend.description, seed: 1 });
  const path = join(folder, "original");
  const { signal } = new AbortController();
  await backend.draw({
    recipe,
    from: KEYS[0],
    to: KEYS[1],
    outputPath: path,
    checkpoint: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    onProgress: () => undefined,
    signal,
  });
  const inspected = await inspectDrawn({ backend, recipe, path, signal });
  await deriveClip({
    original: { ...inspected, path, trusted: false },
    frame: SIZE,
    fit: { policy: "contain", color: "#ffffff" },
    ...{ frameRate: { num: 24, den: 1 }, durationFrames: FRAMES, easing: "linear" },
    keyframes: { first: KEYS[0], last: KEYS[1] },
    outputPath: join(folder, "clip.mp4"),
  });
}

async function theirs(url: string, folder: string): Promise<void> {
  const client = await Client.connect(url, { events: ["data", "status"] });
  try {
    const [image, image2] = await Promise.all(
      KEYS.map(async (key) => handle_file(new Blob([new Uint8Array(await encodePng(key))]))),
    );
    const steps = { steps: 50, cfg_scale: 7.5, eta: 1, fs: 10, seed: 1 };
    const result = await client.predict("/get_image", { image, prompt: "", ...steps, image2 });
    // What the endpoint's one output is, in either shape that Gradio gives videos in.
    const [video] = result.data as [{ path: string; video?: { path: string } }];
    const { path } = video.video ?? video;
    const answer = await fetch(`${url}/gradio_api/file=${encodeURI(path)}`);
    if (!answer.ok) throw new Error(`no video: ${answer.status}`);
    await writeFile(join(folder, "theirs"), new Uint8Array(await answer.arrayBuffer()));
  } finally {
    client.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
