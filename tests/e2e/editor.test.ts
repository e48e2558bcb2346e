import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodePng } from "#lib/media/encode-png.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";

type GivenFile = { name: string; base64: string };

const FRAME = { width: 160, height: 100 };
const GOOD = 297;
const LONG = { timeout: 240_000 };

let app: TestApp;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  app = await startTestApp();
  browser = await launchTestBrowser();
  page = await newWindow();
  await signUp(page, "Mina");
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

test("three bad files among three hundred: the others land, and three say why", LONG, async () => {
  await newProject("Three hundred");
  const files = await Promise.all(Array.from({ length: GOOD }, (_, index) => keyFile(index + 1)));
  const whole = files[0]?.base64 ?? "";
  files.splice(250, 0, { name: "key-250b.png", base64: "" });
  files.splice(120, 0, { name: "key-120b.png", base64: btoa("a text, and no picture") });
  files.splice(40, 0, { name: "key-40b.png", base64: whole.slice(0, 200) });
  await page.getByLabel("Add drawings").setInputFiles(
    files.reverse().map(({ name, base64 }) => ({
      name,
      mimeType: "image/png",
      buffer: Buffer.from(base64, "base64"),
    })),
  );
  const tray = page.getByRole("region", { name: "Uploads" });
  await seen(tray.getByText(`${GOOD} drawings added, 3 not added`));
  for (const name of ["key-40b.png", "key-120b.png", "key-250b.png"]) {
    const row = tray.getByRole("listitem").filter({ hasText: name });
    expect(await row.innerText()).toMatch(/cut short|not an image|empty/);
  }
  await tray.getByRole("button", { name: "Close" }).click();
  await countOf(tray, 0);
  await page.getByRole("listbox", { name: "Timeline" }).press("End");
  await seen(keyframes(page, GOOD, `key-${GOOD}`));
  await page.getByRole("listbox", { name: "Timeline" }).press("Home");
  for (const number of [1, 2, 3]) await seen(keyframes(page, number, `key-${number}`));
});

test("an image pasted lands behind the selected keyframe, in both windows", LONG, async () => {
  await newProject("Pasted");
  const second = await page.context().newPage();
  await second.goto(page.url());
  await seen(second.getByRole("heading", { name: /drop key drawings/i }));
  for (const number of [1, 2]) await paste(page, await keyFile(number));
  await countOf(keyframes(page), 2);
  await page.getByRole("listbox", { name: "Timeline" }).press("Home");
  await countOf(page.getByRole("option", { name: /^Keyframe 1,/, selected: true }), 1);
  await paste(page, await keyFile(3));
  for (const on of [page, second]) {
    await countOf(keyframes(on), 3);
    await seen(keyframes(on, 2, "key-3"));
  }
  await second.close();
});

test("a stranger is not told that a project is there", LONG, async () => {
  const stranger = await newWindow();
  await signUp(stranger, "Sam");
  await stranger.goto(page.url());
  await seen(stranger.getByText("There is nothing here"));
  expect(await stranger.getByText("Pasted").count()).toBe(0);
  await stranger.getByRole("link", { name: "All projects" }).click();
  await seen(stranger.getByText("No projects yet"));
  await stranger.context().close();
});

test("a project deleted elsewhere says so in the window that has it open", LONG, async () => {
  const open = await page.context().newPage();
  await open.goto(page.url());
  await countOf(keyframes(open), 3);
  await page.goto(app.url);
  await page.getByRole("button", { name: "Delete Pasted" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete project" }).click();
  await seen(open.getByText("This project is not here"));
  await countOf(page.getByRole("link", { name: /^Pasted/ }), 0);
  await open.close();
});

async function newWindow(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(180_000);
  return context.newPage();
}

async function signUp(on: Page, name: string): Promise<void> {
  await on.goto(`${app.url}/sign-up`);
  await on.getByLabel("Name").fill(name);
  await on.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.com`);
  await on.getByLabel("Password").fill("a long password");
  await on.getByRole("button", { name: "Create account" }).click();
  await on.waitForURL((url) => !url.pathname.startsWith("/sign-"));
}

async function newProject(name: string): Promise<void> {
  await page.goto(app.url);
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/projects\//);
  await seen(page.getByRole("heading", { name: /drop key drawings/i }));
}

/** All keyframes in sight, or the one with this number and label. */
function keyframes(on: Page, number?: number, label?: string): Locator {
  const name = number === undefined ? /^Keyframe/ : new RegExp(`^Keyframe ${number}, ${label},`);
  return on.getByRole("option", { name });
}

/** In the page; the timeline's options are there for the keyboard and can't be seen. */
async function seen(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: "attached" });
}

async function countOf(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: 180_000, interval: 200 }).toBe(count);
}

async function keyFile(number: number): Promise<GivenFile> {
  const png = await encodePng(drawing(FRAME.width, FRAME.height, number));
  return { name: `key-${number}.png`, base64: Buffer.from(png).toString("base64") };
}

/** Pastes a file as the browser does when one was copied. */
async function paste(on: Page, file: GivenFile): Promise<void> {
  const before = await keyframes(on).count();
  await on.evaluate(({ name, base64 }) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    clipboardData.items.add(new File([bytes], name, { type: "image/png" }));
    const target = document.activeElement ?? document.body;
    const init = { clipboardData, bubbles: true, cancelable: true };
    target.dispatchEvent(new ClipboardEvent("paste", init));
  }, file);
  await countOf(keyframes(on), before + 1);
}
