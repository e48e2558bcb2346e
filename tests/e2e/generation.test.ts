import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { encodePng } from "#lib/media/encode-png.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

const KEYFRAMES = 6;
const LONG = { timeout: 240_000 };

let app: TestApp;
let browser: Browser;
let database: Database;
let studio: GradioStub;
let used: GradioStub;
let page: Page;
let second: Page;
let workspaceId = "";

beforeAll(async () => {
  const video = await toonCrafterVideo();
  [app, browser, studio, used] = await Promise.all([
    startTestApp({ env: { GENGA_ALLOW_PRIVATE_BACKENDS: "on" } }),
    launchTestBrowser(),
    startGradioStub({ version: "5.49.1", video, drawing: { drawMs: 6_000, places: 1 } }),
    startGradioStub({ version: "5.49.1", video, fault: "quota" }),
  ]);
  database = createDatabase(app.databaseUrl ?? "");
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(120_000);
  page = await context.newPage();
  await signUp();
  await newProject();
  second = await context.newPage();
  await second.goto(page.url());
  await seen(second.getByRole("option", { name: /^Keyframe 1,/ }));
});

afterAll(async () => {
  await browser?.close();
  await database?.$disconnect();
  await app?.stop();
  await studio?.close();
  await used?.close();
});

test(
  "a backend that was added is offered at once, and the plan says what it would draw",
  LONG,
  async () => {
    const row = { workspaceId, id: "studio", name: "Studio GPU", baseUrl: studio.baseUrl };
    await addToonCrafter(database, { ...row, meanDrawMs: 60_000, quotaSecondsPerTake: 120 });
    await page.keyboard.press("Escape");
    const choice = page.getByLabel("Backend", { exact: true });
    await seen(choice.getByRole("option", { name: "Studio GPU" }));
    await choice.selectOption({ label: "Studio GPU" });
    await blur();

    await page.keyboard.press("Shift+G");
    const dialog = page.getByRole("dialog", { name: `Generate ${KEYFRAMES - 1} segments` });
    await seen(dialog);
    const text = await dialog.innerText();
    expect(text).toContain("Studio GPU");
    expect(text).toContain("5 segments");
    expect(text).toContain("about 5 min at 1 at a time");
    expect(text).toContain("5 × 120 s");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await countOf(page.getByRole("option", { name: /^Segment .* empty/ }), 5);
    expect(studio.jobs).toHaveLength(0);
  },
);

test(
  "paused in one window, seen and led in the other: what is moved to the front comes first",
  LONG,
  async () => {
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await page.getByRole("menuitem", { name: "Pause generation" }).click();
    await seen(second.getByText("Generation is paused"));
    await page.keyboard.press("Shift+G");
    await page.getByRole("dialog").getByRole("button", { name: "Generate 5" }).click();
    for (const on of [page, second]) {
      await countOf(on.getByRole("option", { name: /^Segment .* paused/ }), 5);
    }

    await second.getByRole("button", { name: "Queue, 5 to come, paused" }).click();
    const queue = second.getByRole("region", { name: "Queue" });
    const rows = queue.getByRole("list", { name: "Takes to come" }).getByRole("listitem");
    await countOf(rows, 5);
    expect(await rows.first().innerText()).toContain("Segment 1 → 2");
    await rows.nth(3).hover();
    await rows.nth(3).getByRole("button", { name: "Move to front" }).click();
    await expect
      .poll(() => rows.first().innerText(), { timeout: 30_000 })
      .toContain("Segment 4 → 5");
    expect(studio.jobs).toHaveLength(0);

    await queue.getByRole("button", { name: "Resume" }).click();
    await countOf(page.getByText("Generation is paused"), 0);
    await seen(page.getByRole("option", { name: /^Segment 4 to 5, drawing/ }));
    await seen(page.getByRole("option", { name: /^Segment 1 to 2, queued next in line/ }));
    await seen(page.getByRole("option", { name: /^Segment 3 to 4, queued 3rd in line/ }));
    await seen(page.getByRole("option", { name: /^Segment 4 to 5, ready/ }));
    expect(await page.getByRole("option", { name: /^Segment .* ready/ }).count()).toBe(1);

    await queue.getByRole("button", { name: "Cancel all" }).click();
    await seen(queue.getByText("Nothing to come"));
    await second.keyboard.press("Escape");
    await countOf(queue, 0);
  },
);

test("a quota that is used up: the takes say when they go on, and why", LONG, async () => {
  await addToonCrafter(database, {
    ...{ workspaceId, id: "used", name: "Free account", baseUrl: used.baseUrl, position: 1 },
  });
  await page.getByRole("listbox", { name: "Timeline" }).press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  const choice = page.getByLabel("Backend", { exact: true });
  await seen(choice.getByRole("option", { name: "Free account" }));
  await choice.selectOption({ label: "Free account" });
  await blur();
  await page.keyboard.press("g");
  const dialog = page.getByRole("dialog");
  await seen(dialog.getByText("Free account", { exact: true }));
  await dialog.getByRole("button", { name: /^Generate \d/ }).click();
  const waiting = /^Segment 1 to 2, waiting continues (\w+ )?\d+.\d\d/;
  for (const on of [page, second]) await seen(on.getByRole("option", { name: waiting }));
  // The other one is never sent: what one take was told holds for all of them.
  await seen(page.getByRole("option", { name: /^Segment 2 to 3, waiting continues/ }));
  expect(used.jobs).toHaveLength(1);

  await page.getByRole("listbox", { name: "Timeline" }).press("Home");
  await page.keyboard.press("ArrowRight");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await seen(inspector.getByText(/Take \d waits, and continues .* by itself/));
  await seen(inspector.getByText(/quota|GPU time/).first());
  await seen(inspector.getByRole("link", { name: "Open backend settings" }));
});

async function signUp(): Promise<void> {
  await page.goto(`${app.url}/sign-up`);
  await page.getByLabel("Name").fill("Mina");
  await page.getByLabel("E-mail").fill("mina@example.com");
  await page.getByLabel("Password").fill("a long password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/projects\//);
  workspaceId = (await database.workspace.findFirstOrThrow()).id;
}

async function newProject(): Promise<void> {
  await page.goto(app.url);
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Takes");
  await dialog.getByLabel("Frame size").selectOption("512x320");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/projects\//);
  await seen(page.getByRole("heading", { name: /drop key drawings/i }));
  const files = Array.from({ length: KEYFRAMES }, async (_, index) => ({
    name: `key-${index + 1}.png`,
    mimeType: "image/png",
    buffer: Buffer.from(await encodePng(drawing(160, 100, index * 4))),
  }));
  await page.getByLabel("Add drawings").setInputFiles(await Promise.all(files));
  await seen(page.getByRole("option", { name: new RegExp(`^Keyframe ${KEYFRAMES},`) }));
}

/** Fields keep their keys to themselves. */
async function blur(): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
}

/** In the page; the timeline's options are there for the keyboard and can't be seen. */
async function seen(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: "attached" });
}

async function countOf(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: 120_000, interval: 200 }).toBe(count);
}
