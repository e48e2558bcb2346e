import { setTimeout as pause } from "node:timers/promises";

/** Draws jobs one after the other in a few places, as Gradio's queue does, and remembers how busy they were. */
export type StubQueue = {
  /** Puts a job in line; resolves when it begins, with a promise of its end. */
  enter(): Promise<{ readonly drawn: Promise<void> }>;
  /** When each drawing began and ended, in milliseconds of this process's clock. */
  readonly spans: readonly { readonly startMs: number; endMs: number }[];
  /** The most jobs that were here at the same time, drawing or in line. */
  mostAtOnce(): number;
};

/**
 * @param options.drawMs how long a drawing takes
 * @param options.places drawings at once
 * @param options.until asked when a drawing's time is over: it is done once that resolves
 */
export function createStubQueue(options: {
  drawMs: number;
  places: number;
  until?: () => Promise<unknown>;
}): StubQueue {
  const { drawMs, places, until = () => Promise.resolve() } = options;
  const spans: { startMs: number; endMs: number }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;
  let most = 0;

  function begin(): { drawn: Promise<void> } {
    busy += 1;
    const startMs = performance.now();
    const drawn = pause(drawMs)
      .then(until)
      .then(() => {
        spans.push({ startMs, endMs: performance.now() });
        busy -= 1;
        waiting.shift()?.();
      });
    return { drawn };
  }

  return {
    spans,
    mostAtOnce: () => most,
    enter() {
      most = Math.max(most, busy + waiting.length + 1);
      return busy < places
        ? Promise.resolve(begin())
        : new Promise((resolve) => waiting.push(() => resolve(begin())));
    },
  };
}

/** The share of the time from the first start to the last end in which the places were busy. */
export function busyShare({ spans }: StubQueue, places: number): number {
  const first = Math.min(...spans.map(({ startMs }) => startMs));
  const last = Math.max(...spans.map(({ endMs }) => endMs));
  const busyMs = spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return busyMs / (places * (last - first));
}
