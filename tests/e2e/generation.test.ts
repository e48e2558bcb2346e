import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { tellBackendsChanged } from "#lib/projects/backends/backends-channel.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import {
  chooseBackend,
  countOf,
  newProjectInBrowser,
  seen,
  segmentOption,
  selectSegment,
  signUpInBrowser,
} from "#tests/support/editor-page.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

const KEYFRAMES = 6;

let app: TestApp;
let browser: Browser;
let database: Database;
let folder = "";
let workspaceId = "";
/** Draws one at a time, and is done with it when it is let go. */
let studio: GradioStub;
let letGo: () => void = () => undefined;
let held: Promise<void> = Promise.resolve();
/** Says each time that the quota is used up. */
let free: GradioStub;
/** Fails each time, and doesn't say why. */
let broken: GradioStub;
let mina: Page;
let ben: Page;
let vera: Page;

beforeAll(async () => {
  const video = await toonCrafterVideo();
  [app, browser, studio, free, broken, folder] = await Promise.all([
    startTestApp({ env: { GENGA_ALLOW_PRIVATE_BACKENDS: "on" } }),
    launchTestBrowser(),
    startGradioStub({
      version: "5.49.1",
      video,
      drawing: { drawMs: 500, places: 1, until: () => held },
    }),
    startGradioStub({ version: "5.49.1", video, fault: "quota" }),
    startGradioStub({ version: "5.49.1", video, fault: "error-null" }),
    mkdtemp(join(tmpdir(), "genga-generation-")),
  ]);
  database = createDatabase(app.databaseUrl ?? "");
  mina = (await signUpInBrowser(browser, { url: app.url, name: "Mina" })).page;
  workspaceId = (await database.workspace.findFirstOrThrow()).id;
  // The sample story's drafts would only keep the worker busy.
  await mina.request.post(`${projectApi()}/takes/cancel`, { data: { all: true } });
  ben = await member("Ben", "editor");
  vera = await member("Vera", "viewer");
  const pngs = Array.from({ length: KEYFRAMES }, (_, at) => encodePng(drawing(160, 100, at * 4)));
  await newProjectInBrowser(mina, { url: app.url, name: "Takes", pngs: await Promise.all(pngs) });
  await Promise.all([ben, vera].map((page) => page.goto(mina.url())));
  await seen(...[ben, vera].map((page) => segmentOption(page, 1)));
});

afterAll(async () => {
  await browser?.close();
  await database?.$disconnect();
  await app?.stop();
  await Promise.all([studio, free, broken].map((stub) => stub?.close()));
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("a backend that was added is offered at once, with its settings in their true ranges", async () => {
  await add({ id: "studio", name: "Studio GPU", stub: studio });
  await chooseBackend(mina, /^Studio GPU/);
  await selectSegment(mina, 1);
  const inspector = mina.getByRole("complementary", { name: "Inspector" });
  const ranges = { Seed: [0, 50_000], "Sampling steps": [1, 60], "Motion strength (fs)": [5, 30] };
  for (const [label, range] of Object.entries(ranges)) {
    const field = inspector.getByLabel(label, { exact: true });
    const bounds = ["aria-valuemin", "aria-valuemax"].map((name) => field.getAttribute(name));
    expect((await Promise.all(bounds)).map(Number)).toEqual(range);
  }
  for (const label of ["Prompt", "Prompt strength (CFG scale)", "Randomness (ETA)"]) {
    await seen(inspector.getByLabel(label, { exact: true }));
  }
  await seen(inspector.getByText(/the smaller, the larger the motion/));
  const seed = inspector.getByLabel("Seed", { exact: true });
  await seed.fill("99999");
  await seed.press("Enter");
  await expect.poll(() => seed.inputValue()).toBe("50000");
  await seed.blur();
});

test("one is generated: progress and the time left are seen by two, also after a reload", async () => {
  hold();
  await mina.keyboard.press("g");
  const underWay = "drawing Sampling · 50 %";
  const timed = `${underWay} · about \\d+ s left`;
  await seen(...[mina, ben].map((page) => segmentOption(page, 1, timed)));
  await mina.reload();
  await seen(segmentOption(mina, 1, underWay));
  await selectSegment(mina, 1);
  const inspector = mina.getByRole("complementary", { name: "Inspector" });
  await seen(inspector.getByRole("progressbar", { name: "Take 1" }));
  letGo();
  await seen(...[mina, ben].map((page) => segmentOption(page, 1, "ready, take 1")));
  // Prompt, steps, CFG scale, ETA, fs and seed, between the two drawings.
  expect(studio.jobs[0]?.data.slice(1, -1)).toEqual(["", 50, 7.5, 1, 10, 50_000]);
});

test("sixteen drawings are held in 48 frames, or smoothed, and the film changes with it", async () => {
  const inspector = mina.getByRole("complementary", { name: "Inspector" });
  await selectSegment(mina, 1);
  await seen(inspector.getByText(/16 drawings fill 48 frames: each is held for about 3/));
  expect(await movesOfFilm()).toBeLessThan(25);
  const motion = inspector.getByLabel("Motion", { exact: true });
  await motion.selectOption("smoothed");
  await seen(inspector.getByText(/draws what lies between them/));
  await seen(segmentOption(ben, 1, "ready, take 1, clip being prepared"));
  await seen(segmentOption(ben, 1, "ready, take 1, 48"));
  expect(await movesOfFilm()).toBeGreaterThan(45);
  // Back to what the project says, whose clip is there already.
  await motion.selectOption("as-project");
  await seen(inspector.getByText(/each is held for about 3/));
});

test("paused by one and led by the other: planned first, moved to the front, resumed and undone", async () => {
  await setStudio({ meanDrawMs: 60_000, quotaSecondsPerTake: 120 });
  await mina.getByRole("button", { name: "Generate", exact: true }).click();
  await mina.getByRole("menuitem", { name: "Pause generation" }).click();
  await countOf(mina.getByRole("menu"), 0);
  await seen(...[ben, vera].map((page) => page.getByText("Generation is paused")));
  // What is selected is drawn first.
  await selectSegment(mina, 3);
  await mina.keyboard.press("Shift+G");
  const dialog = mina.getByRole("dialog", { name: "Generate 4 segments" });
  await seen(
    dialog.getByText("About 4 min, one at a time"),
    dialog.getByText(/8 min of GPU quota/),
  );
  await dialog.getByRole("button", { name: "Generate 4" }).click();
  for (const page of [mina, ben]) {
    await countOf(page.getByRole("option", { name: /^Segment .* paused/ }), 4);
  }

  await ben.getByRole("button", { name: "Queue, 4 to come, paused" }).click();
  const queue = ben.getByRole("region", { name: "Queue" });
  const rows = queue.getByRole("list", { name: "Takes to come" }).getByRole("listitem");
  await expect.poll(() => rows.first().innerText()).toContain("Segment 3 → 4");
  await rows.nth(3).hover();
  await rows.nth(3).getByRole("button", { name: "Move to front" }).click();
  await expect.poll(() => rows.first().innerText()).toContain("Segment 5 → 6");
  expect(studio.jobs).toHaveLength(1);

  // Pausing is a change like any other.
  hold();
  await mina.keyboard.press("Control+z");
  await countOf(ben.getByText("Generation is paused"), 0);
  await seen(segmentOption(ben, 5, "drawing"), segmentOption(ben, 3, "queued next in line"));
  await seen(segmentOption(ben, 4, "queued 3rd in line"));
  await queue.getByRole("button", { name: "Pause" }).click();
  letGo();
  await seen(segmentOption(mina, 5, "ready"), segmentOption(mina, 3, "paused"));
  await queue.getByRole("button", { name: "Resume" }).click();
  hold();
  await seen(segmentOption(mina, 3, "drawing"));
  await queue.getByRole("button", { name: "Cancel all" }).click();
  await seen(queue.getByText("Nothing to come"));
  letGo();
  await ben.keyboard.press("Escape");
  await countOf(queue, 0);
});

test("a quota that is used up: they say when they go on, and another backend helps once it may", async () => {
  await add({ id: "free", name: "Free account", stub: free, position: 1 });
  await selectSegment(mina, 2);
  for (const _ of [3, 4]) await mina.keyboard.press("Shift+ArrowDown");
  await chooseBackend(mina, /^Free account/);
  await mina.keyboard.press("g");
  await mina.getByRole("dialog").getByRole("button", { name: "Generate 3" }).click();
  const waits = "waiting continues (\\w+ )?\\d+.\\d\\d";
  for (const number of [2, 3, 4]) {
    await seen(...[mina, ben].map((page) => segmentOption(page, number, waits)));
  }
  // What one take was told holds for all of them.
  expect(free.jobs).toHaveLength(1);
  await selectSegment(ben, 3);
  const inspector = ben.getByRole("complementary", { name: "Inspector" });
  await seen(inspector.getByText(/Take \d continues .* by itself/));
  await seen(inspector.getByText(/GPU time/).first());

  await setStudio({ helps: "when-unable" });
  await seen(segmentOption(ben, 3, "ready"));
  await seen(inspector.getByText(/^Studio GPU, in place of Free account/));
});

test("what fails is named, and tried again from the queue; who may only look can't", async () => {
  await setStudio({ helps: "never" });
  await add({ id: "old", name: "Old server", stub: broken, position: 2 });
  const queue = mina.getByRole("region", { name: "Queue" });
  await mina.keyboard.press("q");
  await queue.press("Escape");
  await countOf(queue, 0);
  await selectSegment(mina, 2);
  await mina.getByRole("button", { name: "Cancel", exact: true }).click();
  await seen(segmentOption(mina, 2, "empty"));
  await chooseBackend(mina, /^Old server/);
  await mina.keyboard.press("g");
  await seen(
    ...[mina, vera].map((page) => segmentOption(page, 2, "failed: The backend could not")),
  );
  await mina.getByRole("button", { name: /^Queue, .*1 failed/ }).click();
  const failed = queue.getByRole("list", { name: "Failed takes" }).getByRole("listitem");
  await failed.first().hover();
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => broken.jobs.length, { timeout: 30_000 }).toBe(2);
  await seen(failed);

  await vera.getByRole("button", { name: /^Queue, / }).click();
  const shown = vera.getByRole("region", { name: "Queue" });
  await seen(shown.getByText("Segment 2 → 3"));
  expect(await shown.getByRole("button", { name: /Try|Cancel|Pause|front/ }).count()).toBe(0);
  expect(await vera.getByRole("button", { name: "Generate", exact: true }).count()).toBe(0);
  await selectSegment(vera, 1);
  expect(await vera.getByLabel("Backend", { exact: true }).isDisabled()).toBe(true);
  expect(await vera.getByLabel("Motion", { exact: true }).isDisabled()).toBe(true);
});

async function setStudio(data: {
  helps?: string;
  meanDrawMs?: number;
  quotaSecondsPerTake?: number;
}): Promise<void> {
  const where = { workspaceId_id: { workspaceId, id: "studio" } };
  await database.backend.update({ where, data });
  await tellBackendsChanged(database, workspaceId);
}

/** From now on the studio finishes nothing until it is let go. */
function hold(): void {
  held = new Promise((resolve) => {
    letGo = resolve;
  });
}

/** A window of somebody else who belongs to the same workspace. */
async function member(name: string, role: "editor" | "viewer"): Promise<Page> {
  const { page } = await signUpInBrowser(browser, { url: app.url, name });
  const user = await database.user.findFirstOrThrow({ where: { name } });
  await database.membership.create({ data: { workspaceId, userId: user.id, role } });
  return page;
}

function add(row: { id: string; name: string; stub: GradioStub; position?: number }) {
  const { stub, ...named } = row;
  return addToonCrafter(database, { workspaceId, baseUrl: stub.baseUrl, ...named });
}

/** The address of what Mina has open. */
function projectApi(): string {
  return `${app.url}/api${new URL(mina.url()).pathname}`;
}

/** How often the picture moves on in the film as it stands now, made and fetched as a browser does it. */
async function movesOfFilm(): Promise<number> {
  const renders = `${projectApi()}/renders`;
  const asked = await mina.request.post(renders, { data: { allowMissing: true } });
  const { renderId } = z.object({ renderId: z.string() }).parse(await asked.json());
  const film = () => mina.request.get(`${renders}/${renderId}/film`);
  await expect.poll(async () => (await film()).status(), { timeout: 120_000 }).toBe(200);
  const path = join(folder, renderId);
  await writeFile(path, await (await film()).body());
  let moves = 0;
  let last: RawFrame | null = null;
  for await (const frame of decodeClip(path)) {
    if (last && psnrDb(last, frame) < 40) moves += 1;
    last = frame;
  }
  return moves;
}
