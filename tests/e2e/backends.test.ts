import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import type { EndpointShape } from "#tests/support/gradio-stub/app-shape.ts";
import { startTestApp, type TestApp } from "#tests/support/test-app.ts";
import { signUpInBrowser } from "#tests/support/editor-page.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";

/** Names that don't say which image is first. */
const TWO_IMAGES: EndpointShape = {
  apiName: "draw_between",
  inputs: [
    { name: "a", component: "Image", label: "Picture A" },
    { name: "b", component: "Image", label: "Picture B" },
    { name: "prompt", component: "Textbox", label: "Prompt" },
  ],
  outputs: ["Video"],
};

let app: TestApp;
let browser: Browser;
let page: Page;
let twoImages: GradioStub;
let toonCrafter: GradioStub;

beforeAll(async () => {
  const video = await toonCrafterVideo();
  twoImages = await startGradioStub({ version: "5.49.1", video, endpoints: [TWO_IMAGES] });
  toonCrafter = await startGradioStub({ version: "4.32.1", video });
  app = await startTestApp();
  browser = await launchTestBrowser();
  ({ page } = await signUpInBrowser(browser, { url: app.url, name: "Mina" }));
  page.setDefaultTimeout(60_000);
  await page.goto(app.url);
  await page.getByRole("link", { name: "Backends" }).click();
  await page.getByRole("heading", { name: "Backends", exact: true }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await twoImages?.close();
  await toonCrafter?.close();
});

test("a two-image app is added with its mapping, tried, renamed, turned off and removed", async () => {
  await openAddress(twoImages.baseUrl);
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Look twice: which image is first?").waitFor();
  await dialog.getByLabel("Picture A").selectOption("last-image");
  expect(await dialog.getByLabel("Picture B").inputValue()).toBe("first-image");
  await dialog.getByLabel("Name", { exact: true }).fill("Studio box");
  await dialog.getByRole("button", { name: "Add backend" }).click();
  await dialog.getByRole("button", { name: "Try it now" }).click();
  await dialog.getByText("It draws.").waitFor();
  await expect
    .poll(() => dialog.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth))
    .toBeGreaterThan(0);
  expect(twoImages.jobs).toHaveLength(1);
  await dialog.getByRole("button", { name: "Done" }).click();

  await choose("Studio box", "Edit…");
  await dialog.getByLabel("Name", { exact: true }).fill("Box under the desk");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await row("Box under the desk").waitFor();

  await page.getByRole("switch", { name: "Use Box under the desk" }).uncheck();
  await row("Box under the desk").getByText("Turned off").waitFor();
  await page.reload();
  await row("Box under the desk").getByText("Turned off").waitFor();

  await choose("Box under the desk", "Remove…");
  await dialog.getByText(/takes, clips and films/).waitFor();
  await dialog.getByRole("button", { name: "Remove backend" }).click();
  await expect.poll(() => row("Box under the desk").count()).toBe(0);
  await page.getByText("No model yet").waitFor();
});

test("ToonCrafter at an address of one's own is known by its inputs", async () => {
  await openAddress(toonCrafter.baseUrl);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "This is ToonCrafter" }).waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill("Our ToonCrafter");
  await dialog.getByRole("button", { name: "Add backend" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await row("Our ToonCrafter").getByText("ToonCrafter", { exact: true }).waitFor();
});

async function openAddress(address: string): Promise<void> {
  await page.getByRole("button", { name: "Add backend" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /A Space’s name or an app’s address/ }).click();
  await dialog.getByLabel("Space’s name or address").fill(address);
  await dialog.getByRole("button", { name: "Read the app" }).click();
}

function row(name: string): Locator {
  const heading = page.getByRole("heading", { name, exact: true });
  return page
    .getByRole("list", { name: "Backends" })
    .getByRole("listitem")
    .filter({ has: heading });
}

async function choose(name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}
