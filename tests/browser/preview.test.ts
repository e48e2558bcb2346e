import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Project } from "#lib/core/project.ts";
import type { AnyRecord } from "#lib/core/records.ts";
import type { Take } from "#lib/core/take.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";
import { NUMBERED, squareCenter } from "./preview/numbered-frames.ts";
import {
  makeNumberedStory,
  numberOf,
  PROJECT_ID,
  type NumberedStory,
} from "./preview/numbered-story.ts";
import { servePage, type ServedPage } from "./preview/serve-page.ts";
import type {} from "./preview/page.tsx";

declare global {
  interface Window {
    /** Reads the number that the picture on the canvas spells. */
    readNumber: () => number;
    seenNumbers: number[];
    /** How often the playhead went back to a loop's beginning. */
    turns: number;
  }
}

let browser: Browser;
let served: ServedPage;
let story: NumberedStory;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  // A hold of 6, 48 frames of motion, 30 more, a segment without a take, a hold of 4, a cut, and a hold of 2.
  [browser, served, story] = await Promise.all([
    launchTestBrowser(),
    servePage(),
    makeNumberedStory({
      holdFrames: [6, 0, 0, 4, 2],
      segments: [{ frames: 48 }, { frames: 30 }, null, "cut"],
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await served.close();
});

/** The number that the film shows at each frame. */
function expectedNumbers(): number[] {
  const run = (keyframe: number, frames: number, moves: boolean) =>
    Array.from({ length: frames }, (_, n) => numberOf(keyframe, moves ? n : 0));
  return [
    ...run(0, 6, false),
    ...run(0, 48, true),
    ...run(1, 30, true),
    ...run(2, 48, false),
    ...run(3, 4, false),
    ...run(4, 2, false),
  ];
}

const squares = Array.from({ length: NUMBERED.columns * NUMBERED.rows }, (_, bit) =>
  squareCenter(bit),
);

beforeEach(async () => {
  for (const [path, file] of story.files) served.files.set(path, file);
  problems.length = 0;
  page = await browser.newPage({ viewport: { width: 900, height: 640 } });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // Chromium says so when a decoded picture was let go of without being closed: memory that is not given back.
    if (message.text().includes("garbage collected")) problems.push(message.text());
  });
  await page.goto(served.url);
  await page.evaluate((centers) => {
    window.readNumber = () => {
      const context = document
        .querySelector<HTMLCanvasElement>('canvas[role="img"]')
        ?.getContext("2d");
      return centers.reduce((number, { x, y }, bit) => {
        const [red = 0] = context?.getImageData(x, y, 1, 1).data ?? [];
        return number + (red > 127 ? 2 ** bit : 0);
      }, 0);
    };
  }, squares);
});

afterEach(async () => {
  await page.close();
  expect(problems).toEqual([]);
});

async function show(records: readonly AnyRecord[] = story.records): Promise<void> {
  await page.evaluate((list) => window.previewPage.show({ records: list }), records);
}

/** Goes to a frame and reads the picture as soon as the preview says that it is there. */
async function numberAt(frame: number): Promise<number> {
  await page.evaluate((to) => window.previewPage.controller.seek(to), frame);
  await page.waitForSelector(`canvas[data-frame="${frame}"]`);
  return page.evaluate(() => window.readNumber());
}

/** Plays, and gives every number that was on the canvas until then, one entry for each change. */
async function playAndWatch(start: () => void, until: () => boolean): Promise<number[]> {
  await page.evaluate(() => {
    window.seenNumbers = [];
    const watch = () => {
      const number = window.readNumber();
      if (number !== window.seenNumbers.at(-1)) window.seenNumbers.push(number);
      requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  });
  await page.evaluate(start);
  await page.waitForFunction(until, undefined, { polling: 20, timeout: 60_000 });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  return page.evaluate(() => window.seenNumbers);
}

test("every frame of the film is exactly the one that is asked for, in any order", async () => {
  await show();
  const expected = expectedNumbers();
  // A stride that is prime to the length visits every frame, far apart and both ways.
  for (let n = 0, frame = 0; n < expected.length; n += 1, frame = (frame + 61) % expected.length) {
    expect(`${frame}: ${await numberAt(frame)}`).toBe(`${frame}: ${expected[frame]}`);
  }
  for (let frame = expected.length - 1; frame >= 0; frame -= 1) {
    expect(`${frame}: ${await numberAt(frame)}`).toBe(`${frame}: ${expected[frame]}`);
  }
});

test("keys step by frames and keyframes, and a typed place is gone to", async () => {
  await show();
  const expected = expectedNumbers();
  const scrubBar = page.getByRole("slider", { name: "Playhead" });
  await scrubBar.focus();
  const shownAfter = async (key: string, frame: number) => {
    await page.keyboard.press(key);
    await page.waitForSelector(`canvas[data-frame="${frame}"]`);
    expect(await page.evaluate(() => window.readNumber())).toBe(expected[frame]);
    expect(await scrubBar.getAttribute("aria-valuenow")).toBe(String(frame));
  };
  await shownAfter("ArrowRight", 1);
  await shownAfter("Shift+ArrowRight", 11);
  await shownAfter("ArrowLeft", 10);
  await shownAfter("PageDown", 54);
  await shownAfter("ArrowDown", 84);
  await shownAfter("ArrowUp", 54);
  await shownAfter("End", 137);
  await shownAfter("Home", 0);

  const goTo = async (field: string, text: string, frame: number) => {
    await page.getByRole("textbox", { name: field }).fill(text);
    await shownAfter("Enter", frame);
  };
  await goTo("Frame", "60", 60);
  await goTo("Frame", "-7", 53);
  await goTo("Timecode", "0:01:06", 30);
  expect(await page.getByRole("textbox", { name: "Timecode" }).inputValue()).toBe("0:01:06");
});

test("playing shows the frames in order, to the last one, and stops there", async () => {
  await show();
  await numberAt(0);
  const seen = await playAndWatch(
    () => window.previewPage.controller.play(),
    () => !window.previewPage.controller.state().isPlaying,
  );
  const order = [...new Set(expectedNumbers())];
  // No picture out of turn, none that is not of the film, and the end is there.
  expect(seen).toEqual(order.filter((number) => seen.includes(number)));
  expect(seen.at(-1)).toBe(order.at(-1));
  // It moves, even on a busy machine that reads every frame back.
  expect(seen.length).toBeGreaterThan(10);
  expect(await page.getByRole("button", { name: "Play", exact: true }).isVisible()).toBe(true);
});

test("playing backwards shows the frames in falling order", async () => {
  await show();
  await numberAt(80);
  const seen = await playAndWatch(
    () => window.previewPage.controller.shuttle(-1),
    () => !window.previewPage.controller.state().isPlaying,
  );
  const order = [...new Set(expectedNumbers().slice(0, 81).reverse())];
  expect(seen).toEqual(order.filter((number) => seen.includes(number)));
  expect(seen.at(-1)).toBe(numberOf(0, 0));
});

test("a loop stays in its range", async () => {
  await show();
  await page.evaluate(() => {
    window.previewPage.show({ loopRange: { startFrame: 50, endFrame: 58 } });
    window.previewPage.controller.setLooping(true);
  });
  await numberAt(50);
  const seen = await playAndWatch(
    () => {
      window.turns = 0;
      let last = 0;
      window.previewPage.playhead.subscribe((frame) => {
        if (frame < last) window.turns += 1;
        last = frame;
      });
      window.previewPage.controller.play();
    },
    () => window.turns > 2,
  );
  const allowed = new Set(expectedNumbers().slice(50, 58));
  expect(seen.filter((number) => !allowed.has(number))).toEqual([]);
  expect(seen).toContain(numberOf(0, 44));
});

test("a keyframe inserted and a rate changed while it plays leave it playing the new film", async () => {
  await show();
  await numberAt(40);
  await page.evaluate(() => window.previewPage.controller.play());
  const [project] = story.records;
  const inserted = {
    ...story.records.find((record) => record.id === "keyframe-3"),
    id: "keyframe-new",
    order: "Zz",
    holdFrames: 1,
  };
  await show([
    { ...(project as Project), frameRate: { num: 30, den: 1 } },
    ...story.records.slice(1),
    inserted as AnyRecord,
  ]);
  // The new first keyframe holds for 1 frame, and its segment, without a take, for 48.
  await page.waitForFunction(() => !window.previewPage.controller.state().isPlaying, undefined, {
    timeout: 30_000,
  });
  await page.waitForSelector(`canvas[data-frame="${137 + 49}"]`);
  expect(await numberAt(49 + 20)).toBe(numberOf(0, 14));
  expect(await numberAt(20)).toBe(numberOf(3, 0));
  await page.getByText("No take yet").waitFor();
});

test("a clip that can't be loaded leaves its drawing with a warning, and is shown once it can", async () => {
  const path = [...story.files.keys()].find((file) => file.includes("take-of-1")) ?? "";
  served.files.delete(path);
  await show();
  expect(await numberAt(70)).toBe(numberOf(1, 0));
  await page.getByText("This clip can't be loaded").waitFor();
  const clip = story.files.get(path);
  if (clip) served.files.set(path, clip);
  await page.waitForFunction((number) => window.readNumber() === number, numberOf(1, 16));
  await page.getByText("This clip can't be loaded").waitFor({ state: "detached" });
});

test("a take that arrives is shown at once", async () => {
  const withoutTake = story.records.filter(({ id }) => id !== "take-of-0");
  await show(withoutTake);
  expect(await numberAt(20)).toBe(numberOf(0, 0));
  await page.getByText("No take yet").waitFor();
  await show();
  await page.waitForFunction((number) => window.readNumber() === number, numberOf(0, 14));
  expect(await page.getByText("No take yet").count()).toBe(0);
});

test("two takes are wiped against each other, and the line moves by key", async () => {
  const take = story.records.find(({ id }) => id === "take-of-1") as Take;
  const other: Take = {
    ...take,
    id: "take-other",
    number: 2,
    clip: { key: "other", frames: 48, seams: { firstPsnrDb: 50, lastPsnrDb: 30 } },
  };
  const clipOf = (takeId: string) => `/api/projects/${PROJECT_ID}/takes/${takeId}/clip`;
  const firstClip = story.files.get(clipOf("take-of-0"));
  if (firstClip) served.files.set(clipOf(other.id), firstClip);
  await show([...story.records, other]);
  await page.evaluate(() => {
    const takes = { takeIdA: "take-of-1", takeIdB: "take-other" };
    const segmentId = "keyframe-1~keyframe-2";
    window.previewPage.show({ comparison: { segmentId, ...takes } });
  });
  // Frame 10 of 30 in A; B's 48 frames are played over the same 30, so its frame 16.
  const a = numberOf(1, 10);
  const b = numberOf(0, 16);
  // Bits 0 and 1 of each row of four lie left of the line.
  const left = 0b0011_0011_0011;
  expect(await numberAt(64)).toBe((a & left) | (b & ~left));
  const line = page.getByRole("slider", { name: "Wipe between take A and take B" });
  await line.press("End");
  await page.waitForFunction((number) => window.readNumber() === number, a);
  await line.press("Home");
  await page.waitForFunction((number) => window.readNumber() === number, b);
  await page.getByRole("button", { name: "End compare" }).click();
  await page.waitForFunction((number) => window.readNumber() === number, a);
});

test("without WebCodecs it says what to do, and drawings still play", async () => {
  const plain = await browser.newPage();
  await plain.addInitScript(() => Reflect.deleteProperty(globalThis, "VideoDecoder"));
  await plain.goto(served.url);
  await plain.evaluate((list) => window.previewPage.show({ records: list }), story.records);
  await plain.evaluate(() => window.previewPage.controller.seek(20));
  await plain.getByText("This browser can't decode clips").waitFor();
  await plain.evaluate(() => window.previewPage.controller.play(8));
  await plain.waitForSelector('canvas[data-frame="137"]');
  await plain.close();
});

test("an empty project and one of a single keyframe", async () => {
  const [project] = story.records;
  await show(project ? [project] : []);
  await page.getByText("Add a key drawing to begin").waitFor();
  expect(await page.getByRole("button", { name: "Play", exact: true }).isDisabled()).toBe(true);
  await show(story.records.slice(0, 2));
  expect(await numberAt(0)).toBe(numberOf(0, 0));
  await page.keyboard.press("End");
  expect(await numberAt(5)).toBe(numberOf(0, 0));
});

test("the clip's first frame looks like the drawing that it is pinned to", async () => {
  await show();
  await numberAt(5);
  const pixels = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[role="img"]');
      return [...(canvas?.getContext("2d")?.getImageData(0, 0, 320, 192).data ?? [])];
    });
  const drawing = await pixels();
  await numberAt(6);
  const clip = await pixels();
  const difference = drawing.reduce((sum, value, n) => sum + Math.abs(value - (clip[n] ?? 0)), 0);
  // The mean over all channels: the encoder and 4:2:0 cost about one step of 255, a wrong matrix or range many.
  expect(difference / drawing.length).toBeLessThan(2);
});
