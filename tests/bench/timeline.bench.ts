import { resolve } from "node:path";
import type { BenchReport } from "../../bin/platform/bench-report.ts";
import { servePage } from "#tests/browser/preview/serve-page.ts";
import { measureFrames, type Motion } from "#tests/browser/timeline/measure-frames.ts";
import { launchTestBrowser } from "#tests/support/test-browser.ts";

const COUNT = 10_000;
const FRAMES = 240;
/** A frame of a 60 Hz screen, with the timestamps' own rounding. */
const FRAME_MS = 16.7;
const ROUNDING_MS = 0.2;
const LONGEST_MS = 50;
const MOTIONS: readonly Motion[] = ["pan", "zoom", "drag", "play"];

/** Frames at 10,000 keyframes, close in and with all of the film in sight, beside Konva with every node mounted. */
export async function bench(report: BenchReport): Promise<void> {
  const folder = resolve(import.meta.dirname, "../browser/timeline");
  const browser = await launchTestBrowser();
  try {
    const peerMs = await measurePeer();
    const served = await servePage(resolve(folder, "page.tsx"));
    try {
      for (const zoom of ["close in", "all in sight"] as const) {
        for (const motion of MOTIONS) {
          const page = await browser.newPage({ viewport: { width: 1440, height: 360 } });
          await page.goto(`${served.url}?few`);
          await page.evaluate((count) => {
            const states = ["ready", "ready", "stale", "empty"] as const;
            window.timelinePage.showStory({ count, holdFrames: [12, 0], states });
          }, COUNT);
          if (zoom === "all in sight") await page.keyboard.press("Shift+Z");
          // Staleness is worked out between frames; what is measured is the timeline at rest and then in motion.
          await page.waitForTimeout(4_000);
          const times = await measureFrames(page, { motion, frames: FRAMES });
          await page.close();
          const isPeerLike = motion === "pan";
          report({
            what: `timeline, ${COUNT.toLocaleString("en")} keyframes, ${zoom}: ${motion}`,
            value: `p95 ${times.p95Ms.toFixed(1)} ms, longest ${times.maxMs.toFixed(1)} ms`,
            ...(isPeerLike ? { peer: `all mounted p95 ${peerMs.toFixed(0)} ms` } : {}),
            ...(isPeerLike ? { ratio: times.p95Ms / peerMs } : {}),
            limit: `p95 ≤ ${FRAME_MS} ms, none over ${LONGEST_MS} ms`,
            holds: times.p95Ms <= FRAME_MS + ROUNDING_MS && times.maxMs <= LONGEST_MS + ROUNDING_MS,
          });
        }
      }
    } finally {
      await served.close();
    }
  } finally {
    await browser.close();
  }

  async function measurePeer(): Promise<number> {
    const served = await servePage(resolve(folder, "all-mounted-page.ts"));
    const page = await browser.newPage({ viewport: { width: 1440, height: 360 } });
    await page.goto(served.url);
    await page.waitForTimeout(4_000);
    const times = await measureFrames(page, { motion: "pan", frames: 30 });
    await page.close();
    await served.close();
    return times.p95Ms;
  }
}
