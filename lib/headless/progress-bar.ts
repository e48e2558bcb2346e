import type { StoryProgress } from "./render-story.ts";

/** What each step weighs in the whole bar: the in-betweens are where the time goes. */
const STEP_SPANS: Record<StoryProgress["step"], readonly [start: number, end: number]> = {
  drawings: [0, 0.05],
  segments: [0.05, 0.95],
  film: [0.95, 1],
};

/** How far the whole run is, 0..1. */
export function wholeFraction({ step, done, total }: StoryProgress): number {
  const [start, end] = STEP_SPANS[step];
  return start + (end - start) * Math.min(1, done / Math.max(1, total));
}

/**
 * A progress bar on a terminal; on anything else a line for each finished tenth, so that a log stays readable.
 */
export function createProgressBar(stream: NodeJS.WriteStream): {
  show(progress: StoryProgress): void;
  end(): void;
} {
  let tenths = -1;
  return {
    show(progress) {
      const fraction = wholeFraction(progress);
      const percent = `${String(Math.floor(fraction * 100)).padStart(3)} %`;
      if (stream.isTTY) {
        const cells = Math.round(fraction * 28);
        const bar = "█".repeat(cells) + "░".repeat(28 - cells);
        const line = `${bar} ${percent}  ${progress.detail}`;
        stream.write(`\r\u001b[K${line.slice(0, (stream.columns || 80) - 1)}`);
      } else if (Math.floor(fraction * 10) > tenths) {
        tenths = Math.floor(fraction * 10);
        stream.write(`${percent}  ${progress.detail}\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write("\r\u001b[K");
    },
  };
}
