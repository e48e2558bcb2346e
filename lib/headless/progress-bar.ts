import { clockTime } from "./clock-time.ts";
import { withoutTakes } from "./command-failure.ts";
import type { Wait } from "./patiently.ts";
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

export type ProgressBar = {
  show(progress: StoryProgress): void;
  /** A line that stays. */
  say(line: string): void;
  /** Says why nothing happens for now, and until when. */
  wait(wait: Wait): void;
  end(): void;
};

/**
 * A progress bar on a terminal; on anything else a line for each finished tenth and each new place in a queue, so that
 * a log stays readable.
 * @param stream null says nothing at all
 */
export function createProgressBar(stream: NodeJS.WriteStream | null): ProgressBar {
  if (!stream) {
    const silent = () => undefined;
    return { show: silent, say: silent, wait: silent, end: silent };
  }
  let tenths = -1;
  let place: number | null = null;
  const clear = () => {
    if (stream.isTTY) stream.write("\r\u001b[K");
  };
  const say = (line: string) => {
    clear();
    stream.write(`${line}\n`);
  };
  return {
    say,
    end: clear,
    show(progress) {
      const fraction = wholeFraction(progress);
      const percent = `${String(Math.floor(fraction * 100)).padStart(3)} %`;
      const { detail, queuePosition = null } = progress;
      if (stream.isTTY) {
        const cells = Math.round(fraction * 28);
        const bar = "█".repeat(cells) + "░".repeat(28 - cells);
        const line = `${bar} ${percent}  ${detail}`;
        stream.write(`\r\u001b[K${line.slice(0, (stream.columns || 80) - 1)}`);
        return;
      }
      const isNewPlace = queuePosition !== null && queuePosition !== place;
      place = queuePosition ?? place;
      if (!isNewPlace && Math.floor(fraction * 10) <= tenths) return;
      tenths = Math.floor(fraction * 10);
      stream.write(`${percent}  ${detail}\n`);
    },
    wait({ until, error }) {
      const leftSeconds = Math.ceil((until.getTime() - Date.now()) / 1000);
      const goesOn =
        leftSeconds < 90
          ? `Genga tries again in ${leftSeconds} s.`
          : `Genga goes on at ${clockTime(until, new Date())}.`;
      say(`${withoutTakes(error.userMessage)} ${goesOn}`);
    },
  };
}
