import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { fitToFrame } from "#lib/media/fit-to-frame.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";

const FRAME = { width: 320, height: 200 };
/** Natural order is by number; the code units would put 10 first. */
const NUMBERS = [1, 2, 3, 4, 5, 10];

let app: TestApp;
let browser: Browser;
let page: Page;
let folder = "";

beforeAll(async () => {
  app = await startTestApp();
  browser = await launchTestBrowser();
  folder = await mkdtemp(join(tmpdir(), "genga-story-"));
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("a first run: the account, then the sample story, drawn within the minute", async () => {
  await page.goto(app.url);
  await page.getByLabel("Name").fill("Mina");
  await page.getByLabel("E-mail").fill("mina@example.com");
  await page.getByLabel("Password").fill("a long password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/projects\//);
  await page.getByRole("button", { name: "Zoom to fit" }).click();
  await countOf(options(page, "Keyframe"), 11);
  await countOf(options(page, "Segment", "ready"), 9);
  await countOf(options(page, "Segment", "cut"), 1);
});

test("six drawings dropped, generated, one redrawn, reordered, undone, played and exported", async () => {
  await page.getByRole("link", { name: "All projects" }).click();
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Six keys");
  await dialog.getByLabel("Frame size").selectOption("512x320");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/projects\//);
  await page.getByRole("heading", { name: /drop key drawings/i }).waitFor();

  await dropFiles(page, await Promise.all(NUMBERS.map(keyFile)));
  await countOf(options(page, "Keyframe"), 6);
  await expectLabels(page, NUMBERS);

  // A second window of the same person follows along from here.
  const second = await page.context().newPage();
  await second.goto(page.url());
  await countOf(options(second, "Keyframe"), 6);

  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("menuitem", { name: /All missing/ }).click();
  await countOf(options(page, "Segment", "ready, take 1"), 5);
  await countOf(options(second, "Segment", "ready, take 1"), 5);

  await press(page, options(page, "Segment 2 to 3"));
  await page.keyboard.press("r");
  await countOf(options(page, "Segment 2 to 3", "ready, take 2"), 1);
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  expect(await inspector.getByRole("button", { name: /take 1/i }).count()).toBeGreaterThan(0);

  await drag(page, options(page, "Keyframe 6"), options(page, "Keyframe 1,"));
  await expectLabels(page, [10, 1, 2, 3, 4, 5]);
  await expectLabels(second, [10, 1, 2, 3, 4, 5]);
  await countOf(options(page, "Segment", "empty"), 1);
  await page.getByRole("button", { name: /^Undo: Move/ }).click();
  await expectLabels(page, NUMBERS);
  await expectLabels(second, NUMBERS);
  await countOf(options(page, "Segment", "ready"), 5);
  await second.close();

  await page.getByRole("button", { name: "First frame" }).click();
  await page.keyboard.press("Space");
  await page.waitForFunction(() => {
    const bar = document.querySelector('[role="slider"][aria-label="Playhead"]');
    return Number(bar?.getAttribute("aria-valuenow")) > 60;
  });
  await page.keyboard.press("Space");

  await page.getByRole("button", { name: "Export" }).click();
  const link = page.getByRole("dialog").getByRole("link", { name: /Download/ });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("Six keys.mp4");
  const path = join(folder, "film");
  await download.saveAs(path);
  const film = await readFilm(path);
  expect(film.frames).toBe(48 * 5 + 1);
  expect(await likeness(film.first, 1)).toBeGreaterThan(28);
  expect(await likeness(film.last, 10)).toBeGreaterThan(28);
});

test("a reload keeps the story, and the same film is there at once", async () => {
  await page.reload();
  await countOf(options(page, "Keyframe"), 6);
  await expectLabels(page, NUMBERS);
  await page.getByRole("button", { name: "Export" }).click();
  await page
    .getByRole("dialog")
    .getByRole("link", { name: /Download/ })
    .waitFor();
});

test("web killed again and again while somebody edits: every edit is kept, each once", async () => {
  await page.reload();
  await countOf(options(page, "Keyframe"), 6);
  await press(page, options(page, "Keyframe 1,"));
  await page.keyboard.press("h");
  const hold = page.getByLabel("Hold");
  await expect.poll(() => hold.evaluate((field) => field === document.activeElement)).toBe(true);
  let killedPid = 0;
  for (let edit = 1; edit <= 30; edit += 1) {
    await page.keyboard.press("ArrowUp");
    if (edit % 10 !== 0) continue;
    await expect.poll(() => app.webPid(), { timeout: 60_000 }).not.toBe(killedPid);
    killedPid = app.webPid();
    process.kill(killedPid, "SIGKILL");
  }
  await page.keyboard.press("Enter");
  await page.getByText("Saved", { exact: true }).waitFor({ timeout: 120_000 });
  await countOf(options(page, "Keyframe 1, key-1, hold 30 frames"), 1);
  await page.reload();
  await countOf(options(page, "Keyframe 1, key-1, hold 30 frames"), 1);
});

function options(on: Page, ...words: string[]): Locator {
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return on.getByRole("option", { name: new RegExp(`^${pattern}`) });
}

async function countOf(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: 180_000, interval: 200 }).toBe(count);
}

async function expectLabels(on: Page, numbers: readonly number[]): Promise<void> {
  const labels = numbers.map((number) => `key-${number}`);
  await expect
    .poll(
      async () => {
        const names = await options(on, "Keyframe").allTextContents();
        return names.map((name) => /key-\d+/.exec(name)?.[0] ?? name);
      },
      { timeout: 30_000 },
    )
    .toEqual(labels);
}

async function keyFile(number: number): Promise<{ name: string; base64: string }> {
  const png = await encodePng(drawing(FRAME.width, FRAME.height, number * 4));
  return { name: `key-${number}.png`, base64: Buffer.from(png).toString("base64") };
}

/** Drops files onto the page as a person does from a folder, in no special order. */
async function dropFiles(on: Page, files: { name: string; base64: string }[]): Promise<void> {
  const transfer = await on.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: "image/png" }));
    }
    return data;
  }, files.reverse());
  for (const type of ["dragenter", "dragover", "drop"]) {
    await on.locator("main").first().dispatchEvent(type, { dataTransfer: transfer });
  }
}

/** The middle of an item, where the canvas shows it. */
async function middleOf(item: Locator): Promise<{ x: number; y: number }> {
  const box = await item.first().boundingBox();
  if (!box) throw new Error("the item is not in sight");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function press(on: Page, item: Locator): Promise<void> {
  const { x, y } = await middleOf(item);
  await on.mouse.click(x, y);
}

async function drag(on: Page, item: Locator, to: Locator): Promise<void> {
  const from = await middleOf(item);
  const target = await to.first().boundingBox();
  if (!target) throw new Error("the goal is not in sight");
  await on.mouse.move(from.x, from.y);
  await on.mouse.down();
  await on.mouse.move(from.x - 20, from.y, { steps: 4 });
  await on.mouse.move(target.x + 1, from.y, { steps: 12 });
  await on.mouse.up();
}

/** How like a frame of the film is to a drawing, in decibels of PSNR. */
async function likeness(frame: RawFrame, number: number): Promise<number> {
  const fit = { policy: "contain", color: "#ffffff" } as const;
  const small = await fitToFrame({ picture: frame, frame: FRAME, fit });
  return psnrDb(small, drawing(FRAME.width, FRAME.height, number * 4));
}

async function readFilm(
  path: string,
): Promise<{ frames: number; first: RawFrame; last: RawFrame }> {
  let frames = 0;
  let [first, last]: (RawFrame | null)[] = [null, null];
  for await (const frame of decodeClip(path)) {
    frames += 1;
    first ??= frame;
    last = frame;
  }
  if (!first || !last) throw new Error("the film has no frames");
  return { frames, first, last };
}
