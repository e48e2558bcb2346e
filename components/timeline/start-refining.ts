import type { SegmentStates } from "./segment-states.ts";
import type { TimelineView } from "./timeline-props.ts";

const PORTION_MS = 3;

/** Works segment states out in portions of a few milliseconds between frames, from the first to the last. */
export function startRefining(options: { states: SegmentStates; onProgress: () => void }): {
  restart(view: TimelineView): void;
  stop(): void;
} {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let nextIndex = 0;

  function portion(): void {
    timer = null;
    const endMs = performance.now() + PORTION_MS;
    const next = options.states.refine(nextIndex, () => performance.now() < endMs);
    if (next === null) {
      options.onProgress();
      return;
    }
    nextIndex = next;
    timer = setTimeout(portion, 30);
  }

  return {
    restart(view) {
      nextIndex = 0;
      // A view without takes has nothing to compare.
      if (view.takesBySegment.size > 0) timer ??= setTimeout(portion, 30);
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}
