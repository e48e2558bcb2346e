import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { lendSelfhostPython } from "#tests/support/selfhost-server.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { signUpInBrowser } from "#tests/support/editor-page.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/test-database.ts";

const SIZE = { width: 512, height: 320 };
const KEYFRAMES = 4;
const LONG = { timeout: 300_000 };
const NAME = "Local in-betweener";

let place: TestDatabase;
let database: Database;
let app: TestApp;
let browser: Browser;
let page: Page;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "genga-e2e-"));
  await lendSelfhostPython(folder);
  place = await createTestDatabase();
  database = createDatabase(place.connectionString);
  app = await startTestApp({ dataDirectory: folder, database: place.connectionString });
  browser = await launchTestBrowser();
  ({ page } = await signUpInBrowser(browser, { url: app.url, name: "Mina" }));
  await page.waitForURL(/\/projects\//);
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await database?.$disconnect();
  await app?.stop();
  await place?.drop();
});

test("one click in the library sets it up, and it is among the backends", LONG, async () => {
  await page.goto(app.url);
  await page.getByRole("button", { name: "Set up the local in-betweener" }).click();
  await page.getByRole("heading", { name: "Backends", exact: true }).waitFor();
  await panel().getByText("Running", { exact: true }).waitFor();
  await row().getByText("Running", { exact: true }).waitFor();
  // Offered once.
  await page.goto(app.url);
  await page.getByRole("heading", { name: "Projects" }).waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("button", { name: "Set up the local in-betweener" }).count()).toBe(0);
});

test("drawings become a film that it has drawn", LONG, async () => {
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("By our own");
  await dialog.getByLabel("Frame size").selectOption(`${SIZE.width}x${SIZE.height}`);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/projects\//);
  await page.getByRole("heading", { name: /drop key drawings/i }).waitFor();
  await page.getByLabel("Add drawings").setInputFiles(await keyFiles());
  await countOf(page.getByRole("option", { name: /^Keyframe/ }), KEYFRAMES);

  await page.keyboard.press("Escape");
  const choice = page.getByLabel("Backend", { exact: true });
  await choice.getByRole("option", { name: NAME }).waitFor({ state: "attached" });
  await choice.selectOption({ label: NAME });
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("menuitem", { name: /All missing/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Generate ${KEYFRAMES - 1}` })
    .click();
  await countOf(page.getByRole("option", { name: /^Segment .* ready/ }), KEYFRAMES - 1);

  await page.getByRole("button", { name: "Export" }).click();
  const link = page.getByRole("dialog").getByRole("link", { name: /Download/ });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const path = join(folder, "film");
  await download.saveAs(path);
  const frames = await framesOf(path);
  expect(frames).toHaveLength(48 * (KEYFRAMES - 1) + 1);
  for (let index = 0; index < KEYFRAMES; index += 1) {
    const frame = frames[48 * index];
    if (!frame) throw new Error("a frame is missing");
    expect(psnrDb(frame, picture(index))).toBeGreaterThan(30);
  }
  const takes = await database.take.findMany({ where: { project: { name: "By our own" } } });
  for (const { original } of takes) {
    expect(original).toMatchObject({ frames: 49, ...SIZE });
  }
  const backend = await database.backend.findFirstOrThrow();
  expect(backend.meanDrawMs).toBeGreaterThan(0);
});

test("it comes up with Genga, and is removed again", LONG, async () => {
  const port = Number(new URL(app.url).port);
  await app.stop({ keepData: true });
  app = await startTestApp({ dataDirectory: folder, database: place.connectionString, port });
  await page.goto(app.url);
  await page.getByRole("link", { name: "Backends" }).click();
  await panel().getByText("Running", { exact: true }).waitFor();

  await panel().getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
  await panel().getByRole("button", { name: "Set up" }).waitFor();
  await countOf(row(), 0);
  // What it has drawn is still a film.
  await page.goto(app.url);
  await page
    .getByRole("link", { name: /By our own/ })
    .first()
    .click();
  await countOf(page.getByRole("option", { name: /^Segment .* ready/ }), KEYFRAMES - 1);
});

function panel(): Locator {
  return page.getByRole("region", { name: "On this machine" });
}

function row(): Locator {
  const heading = page.getByRole("heading", { name: NAME, exact: true });
  const list = page.getByRole("list", { name: "Backends" });
  return list.getByRole("listitem").filter({ has: heading });
}

function picture(index: number): RawFrame {
  return drawing(SIZE.width, SIZE.height, index * 16);
}

async function keyFiles() {
  const files = Array.from({ length: KEYFRAMES }, async (_, index) => ({
    name: `key-${index + 1}.png`,
    mimeType: "image/png",
    buffer: Buffer.from(await encodePng(picture(index))),
  }));
  return Promise.all(files);
}

async function framesOf(path: string): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of decodeClip(path)) frames.push(frame);
  return frames;
}

async function countOf(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: 240_000, interval: 200 }).toBe(count);
}
