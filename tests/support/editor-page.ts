import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

const WAIT_MS = 120_000;

/** A window of its own for a person who is not there yet. */
export async function signUpInBrowser(
  browser: Browser,
  options: { url: string; name: string },
): Promise<{ context: BrowserContext; page: Page }> {
  const { url, name } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.com`);
  await page.getByLabel("Password").fill("a long password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL((to) => !to.pathname.startsWith("/sign-"));
  return { context, page };
}

/** Makes a project of these PNG files in the page, and leaves nothing selected. */
export async function newProjectInBrowser(
  page: Page,
  options: { url: string; name: string; pngs: readonly Uint8Array[] },
): Promise<void> {
  const { url, name, pngs } = options;
  await page.goto(url);
  await page.getByRole("button", { name: "New project" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Frame size").selectOption("512x320");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/projects\//);
  await page.getByRole("heading", { name: /drop key drawings/i }).waitFor();
  await page.getByLabel("Add drawings").setInputFiles(
    pngs.map((png, index) => ({
      name: `key-${String(index + 1).padStart(2, "0")}.png`,
      mimeType: "image/png",
      buffer: Buffer.from(png),
    })),
  );
  const tray = page.getByRole("region", { name: "Uploads" });
  await tray.getByText(`${pngs.length} drawings added`).waitFor();
  await tray.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("Escape");
}

/** A segment of the timeline, by the number of its first keyframe, in the state that `says` begins with. */
export function segmentOption(page: Page, number: number, says = ""): Locator {
  const name = new RegExp(`^Segment ${number} to ${number + 1}, ${says}`);
  return page.getByRole("option", { name });
}

/** Selects a segment as the keyboard does. */
export async function selectSegment(page: Page, number: number): Promise<void> {
  const timeline = page.getByRole("listbox", { name: "Timeline" });
  await timeline.press("Home");
  for (let step = 1; step < 2 * number; step += 1) await timeline.press("ArrowRight");
  await page.getByRole("heading", { name: `Segment ${number} → ${number + 1}` }).waitFor();
}

/** Chooses in the inspector what draws, and gives the keys back to the editor. */
export async function chooseBackend(page: Page, label: RegExp): Promise<void> {
  const choice = page.getByLabel("Backend", { exact: true });
  const option = choice.getByRole("option", { name: label });
  await option.waitFor({ state: "attached" });
  await choice.selectOption(await option.getAttribute("value"));
  await choice.evaluate((select: HTMLSelectElement) => select.blur());
}

/** In the page; the timeline's options are there for the keyboard and can't be seen. */
export async function seen(...locators: readonly Locator[]): Promise<void> {
  await Promise.all(locators.map((one) => one.first().waitFor({ state: "attached" })));
}

export async function countOf(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), { timeout: WAIT_MS, interval: 100 }).toBe(count);
}
