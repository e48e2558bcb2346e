import { resolve } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchTestBrowser } from "#tests/support/test-browser.ts";
import { servePage, type ServedPage } from "./preview/serve-page.ts";
import type { storyRecords } from "./timeline/story-records.ts";
import type {} from "./timeline/page.tsx";

let browser: Browser;
let served: ServedPage;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  [browser, served] = await Promise.all([
    launchTestBrowser(),
    servePage(resolve(import.meta.dirname, "timeline/page.tsx")),
  ]);
});

afterAll(async () => {
  await browser.close();
  await served.close();
});

beforeEach(async () => {
  problems.length = 0;
  page = await browser.newPage({ viewport: { width: 1200, height: 320 } });
  page.on("pageerror", (error) => problems.push(error.message));
  // Choosers are caught from the start: the first `waitForEvent` and a click right after it would race.
  page.on("filechooser", () => undefined);
  await page.goto(served.url);
});

afterEach(async () => {
  await page.close();
  expect(problems).toEqual([]);
});

async function show(options: Parameters<typeof storyRecords>[0]): Promise<void> {
  await page.evaluate((story) => window.timelinePage.showStory(story), options);
  if (options.count > 0) await option(/^Keyframe 1,/).waitFor({ state: "attached" });
}

/** An item of the list that mirrors the canvas; it lies where the canvas draws it. */
function option(name: RegExp): Locator {
  return page.getByRole("option", { name });
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("the item is not on the page");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Where only the item itself is: no "+" and no edge. */
async function click(name: RegExp, modifiers: ("Shift" | "Control")[] = []): Promise<void> {
  const { x, y } = await middleOf(option(name));
  for (const key of modifiers) await page.keyboard.down(key);
  await page.mouse.click(x, y);
  for (const key of modifiers) await page.keyboard.up(key);
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

const order = () =>
  page.evaluate(() => window.timelinePage.order().map((id) => Number(id.slice(-5))));
const selected = () => page.evaluate(() => window.timelinePage.selectedIds());
const labels = () => page.evaluate(() => window.timelinePage.edits.map(({ label }) => label));

test("a screen reader hears every item and its state, in order", async () => {
  await show({
    count: 8,
    holdFrames: [12, 0],
    states: ["ready", "stale", "empty", "queued", "waiting", "failed", "cut"],
  });
  const texts = await page.getByRole("option").allTextContents();
  expect(texts.slice(0, 6)).toEqual([
    "Keyframe 1, walk-01, hold 12 frames",
    "Segment 1 to 2, ready, take 1, draft, 48 frames",
    "Keyframe 2, walk-02, no hold",
    "Segment 2 to 3, stale, take 1, draft, 48 frames",
    "Keyframe 3, walk-03, hold 12 frames",
    "Segment 3 to 4, empty, 48 frames",
  ]);
  expect(texts.join("\n")).toContain("Segment 4 to 5, queued");
  expect(texts.join("\n")).toContain("Segment 5 to 6, waiting continues");
  expect(texts.join("\n")).toContain("Segment 6 to 7, failed: The server has no free GPU");
  expect(texts.join("\n")).toContain("Segment 7 to 8, cut");
  const first = page.getByRole("option").first();
  expect(await first.getAttribute("aria-setsize")).toBe("15");
  expect(await first.getAttribute("aria-posinset")).toBe("1");
});

test("click, shift and ctrl select; empty ground clears", async () => {
  await show({ count: 6 });
  await click(/^Keyframe 2,/);
  expect(await selected()).toEqual(["keyframe-00002"]);
  expect(await option(/^Keyframe 2,/).getAttribute("aria-selected")).toBe("true");
  await click(/^Keyframe 4,/, ["Shift"]);
  expect(await selected()).toEqual(["keyframe-00002", "keyframe-00003", "keyframe-00004"]);
  await click(/^Keyframe 3,/, ["Control"]);
  expect(await selected()).toEqual(["keyframe-00002", "keyframe-00004"]);
  await click(/^Segment 1 to 2,/);
  expect(await selected()).toEqual(["keyframe-00001~keyframe-00002"]);
  await page.mouse.click(1_180, 290);
  expect(await selected()).toEqual([]);
});

test("a box selects what it touches, and Escape takes it back", async () => {
  await show({ count: 6 });
  const from = await middleOf(option(/^Segment 2 to 3,/));
  const to = await middleOf(option(/^Segment 4 to 5,/));
  await drag(from, { x: to.x, y: to.y + 5 });
  expect(await selected()).toEqual([
    "keyframe-00002~keyframe-00003",
    "keyframe-00003~keyframe-00004",
    "keyframe-00004~keyframe-00005",
  ]);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 4, { steps: 3 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await selected()).toHaveLength(3);
});

test("dragging keyframes moves them together in one change, and Escape puts them back", async () => {
  await show({ count: 6 });
  await click(/^Keyframe 2,/);
  await click(/^Keyframe 3,/, ["Control"]);
  const from = await middleOf(option(/^Keyframe 2,/));
  const to = await middleOf(option(/^Keyframe 6,/));
  await drag(from, { x: to.x - 70, y: to.y });
  expect(await order()).toEqual([1, 4, 5, 2, 3, 6]);
  expect(await labels()).toEqual(["Move 2 keyframes"]);

  const grab = await middleOf(option(/^Keyframe 1,/));
  await page.mouse.move(grab.x, grab.y);
  await page.mouse.down();
  await page.mouse.move(grab.x + 300, grab.y, { steps: 5 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await order()).toEqual([1, 4, 5, 2, 3, 6]);
  expect(await labels()).toHaveLength(1);
});

test("a viewer's drag changes nothing", async () => {
  await show({ count: 4 });
  await page.evaluate(() => window.timelinePage.show({ canEdit: false }));
  await drag(await middleOf(option(/^Keyframe 1,/)), await middleOf(option(/^Keyframe 3,/)));
  await page.keyboard.press("Delete");
  expect(await order()).toEqual([1, 2, 3, 4]);
  expect(await labels()).toEqual([]);
});

test("a segment's edge changes its length and a hold's edge its hold, each as one change", async () => {
  await show({ count: 3, holdFrames: [12] });
  const box = await option(/^Segment 1 to 2,/).boundingBox();
  if (!box) throw new Error("the segment is not in sight");
  const y = box.y + box.height / 2;
  const pxPerFrame = box.width / 48;
  const right = box.x + box.width - 2;
  await drag({ x: right, y }, { x: right + 12 * pxPerFrame, y });
  await option(/^Segment 1 to 2, empty, 60 frames/).waitFor({ state: "attached" });
  expect(await labels()).toEqual(["Set length to 60 frames"]);

  const left = box.x + 1;
  await drag({ x: left, y }, { x: left - 30 * pxPerFrame, y });
  await option(/^Keyframe 1, walk-01, no hold/).waitFor({ state: "attached" });
  expect(await labels()).toEqual(["Set length to 60 frames", "Set hold to 0 frames"]);
});

test("double click and the button generate what is missing, and open what is there", async () => {
  await show({ count: 4, states: ["empty", "ready", "failed"] });
  const ready = await middleOf(option(/^Segment 2 to 3,/));
  await page.mouse.dblclick(ready.x, ready.y);
  expect(await page.evaluate(() => window.timelinePage.opened)).toEqual([
    "keyframe-00002~keyframe-00003",
  ]);
  const empty = await middleOf(option(/^Segment 1 to 2,/));
  await page.mouse.dblclick(empty.x, empty.y);
  // The button of a failed segment is in its corner, so that a click on its middle only selects.
  const failed = await option(/^Segment 3 to 4,/).boundingBox();
  if (!failed) throw new Error("the segment is not in sight");
  await click(/^Segment 3 to 4,/);
  expect(await selected()).toEqual(["keyframe-00003~keyframe-00004"]);
  await page.mouse.click(failed.x + failed.width - 20, failed.y + failed.height - 14);
  expect(await page.evaluate(() => window.timelinePage.generated)).toEqual([
    ["keyframe-00001~keyframe-00002"],
    ["keyframe-00003~keyframe-00004"],
  ]);
});

test("the keyboard reaches everything: move, extend, reorder, generate, delete", async () => {
  await show({ count: 5 });
  await page.getByRole("listbox", { name: "Timeline" }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  expect(await selected()).toEqual(["keyframe-00002"]);
  await page.keyboard.press("Shift+ArrowDown");
  expect(await selected()).toEqual(["keyframe-00002", "keyframe-00003"]);
  await page.keyboard.press("Alt+ArrowRight");
  expect(await order()).toEqual([1, 4, 2, 3, 5]);
  await page.keyboard.press("Alt+ArrowLeft");
  expect(await order()).toEqual([1, 2, 3, 4, 5]);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  expect(await selected()).toEqual(["keyframe-00004~keyframe-00005"]);
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => window.timelinePage.generated)).toEqual([
    ["keyframe-00004~keyframe-00005"],
  ]);
  await page.keyboard.press("Home");
  await page.keyboard.press("Delete");
  expect(await order()).toEqual([2, 3, 4, 5]);
  await page.keyboard.press("Control+a");
  expect(await selected()).toHaveLength(4);
  await page.keyboard.press("Escape");
  expect(await selected()).toEqual([]);
});

test("the keyboard walks far beyond what is in sight, and the timeline comes along", async () => {
  await show({ count: 400 });
  await page.getByRole("listbox", { name: "Timeline" }).focus();
  await page.keyboard.press("End");
  const last = option(/^Keyframe 400,/);
  await last.waitFor({ state: "attached" });
  const id = await last.getAttribute("id");
  expect(await page.getByRole("listbox").getAttribute("aria-activedescendant")).toBe(id);
  await expect.poll(async () => (await last.boundingBox())?.x ?? 9_999).toBeLessThan(1_200);
});

test("the wheel zooms about the pointer and pans; fit shows all", async () => {
  await show({ count: 60 });
  const before = await middleOf(option(/^Keyframe 3,/));
  await page.mouse.move(before.x, before.y);
  const left = (await option(/^Keyframe 3,/).boundingBox())?.x ?? 0;
  await page.mouse.move(left, before.y);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  const width = async () => (await option(/^Segment 3 to 4,/).boundingBox())?.width ?? 0;
  const narrow = await width();
  await expect.poll(width).toBeGreaterThan(narrow * 0.999);
  await expect
    .poll(async () => Math.abs(((await option(/^Keyframe 3,/).boundingBox())?.x ?? 0) - left))
    .toBeLessThan(2);
  await page.mouse.wheel(200, 0);
  await expect
    .poll(async () => (await option(/^Keyframe 3,/).boundingBox())?.x ?? 0)
    .toBeCloseTo(left - 200, -1);
  await page.keyboard.press("Shift+Z");
  await expect
    .poll(async () => (await option(/^Keyframe 30,/).boundingBox())?.x ?? 0)
    .toBeGreaterThan(0);
  await expect.poll(async () => await option(/^Keyframe 1,/).count()).toBe(1);
});

test("the ruler takes the playhead to the frame, and a card to its drawing", async () => {
  await show({ count: 6 });
  const box = await option(/^Segment 2 to 3,/).boundingBox();
  if (!box) throw new Error("the segment is not in sight");
  await page.mouse.click(box.x + box.width / 2, 42);
  expect(await page.evaluate(() => window.timelinePage.playhead.frame())).toBe(72);
  await click(/^Keyframe 3,/);
  expect(await page.evaluate(() => window.timelinePage.playhead.frame())).toBe(96);
});

test("while it plays, the playhead stays in sight", async () => {
  await show({ count: 60 });
  await page.evaluate(() => {
    window.timelinePage.show({ isPlaying: true });
    for (let frame = 0; frame < 2_000; frame += 1) window.timelinePage.playhead.setFrame(frame);
  });
  await option(/^Keyframe 42,/).waitFor({ state: "attached" });
  const box = await option(/^Keyframe 42,/).boundingBox();
  expect(box?.x).toBeGreaterThan(0);
  expect(box?.x).toBeLessThan(1_200);
});

test("files dropped between two keyframes, and the + between them, name that gap", async () => {
  await show({ count: 4 });
  const at = await option(/^Keyframe 3,/).boundingBox();
  if (!at) throw new Error("the keyframe is not in sight");
  await page.evaluate(
    ({ x, y }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "between.png", { type: "image/png" }));
      const target = document.elementFromPoint(x, y);
      for (const type of ["dragenter", "dragover", "drop"]) {
        const init = { bubbles: true, cancelable: true, clientX: x, clientY: y, dataTransfer };
        target?.dispatchEvent(new DragEvent(type, init));
      }
    },
    { x: at.x + 3, y: at.y + 20 },
  );
  await page.waitForFunction(() => window.timelinePage.inserted.length === 1);
  const before = await option(/^Keyframe 2,/).boundingBox();
  const chooser = page.waitForEvent("filechooser");
  const free = (at.x + (before ? before.x + before.width : at.x)) / 2;
  await page.mouse.click(free, at.y + (at.height - 17) * 0.3);
  await (
    await chooser
  ).setFiles([{ name: "picked.png", mimeType: "image/png", buffer: Buffer.from("x") }]);
  expect(await page.evaluate(() => window.timelinePage.inserted)).toEqual([
    { names: ["between.png"], gapIndex: 2 },
    { names: ["picked.png"], gapIndex: 2 },
  ]);
});

test("the context menu is asked for what is under the pointer", async () => {
  await show({ count: 4 });
  await click(/^Keyframe 1,/);
  const { x, y } = await middleOf(option(/^Keyframe 3,/));
  await page.mouse.click(x, y, { button: "right" });
  const [menu] = await page.evaluate(() => window.timelinePage.menus);
  expect(menu).toMatchObject({ itemId: "keyframe-00003", selectedIds: ["keyframe-00003"] });
});

test("an empty project shows how to begin, and takes files there", async () => {
  await show({ count: 0 });
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (
    await chooser
  ).setFiles([{ name: "a.png", mimeType: "image/png", buffer: Buffer.from("x") }]);
  expect(await page.evaluate(() => window.timelinePage.inserted)).toEqual([
    { names: ["a.png"], gapIndex: 0 },
  ]);
});

test("ten thousand keyframes: all can be reached, and few are on the page", async () => {
  await show({ count: 10_000, states: ["ready", "empty"] });
  expect(await page.getByRole("option").count()).toBeLessThan(120);
  await page.getByRole("listbox").focus();
  await page.keyboard.press("End");
  await option(/^Keyframe 10000,/).waitFor({ state: "attached" });
  await page.keyboard.press("Shift+Z");
  await page.keyboard.press("Control+a");
  expect(await selected()).toHaveLength(10_000);
});
