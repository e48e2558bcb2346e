import type { TimelineProgress } from "./timeline-props.ts";

const SWEEP_INTERVAL_MS = 60;

/** Shows work whose end is not known moving, at a pace that costs little. */
export function createSweep(options: {
  progress: () => ReadonlyMap<string, TimelineProgress>;
  draw: () => void;
}): { keepGoing(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;

  function keepGoing(): void {
    if (timer || isStopped) return;
    const isMoving = [...options.progress().values()].some(({ fraction }) => fraction === null);
    if (!isMoving || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    timer = setTimeout(() => {
      timer = null;
      if (!document.hidden) options.draw();
      keepGoing();
    }, SWEEP_INTERVAL_MS);
  }

  return {
    keepGoing,
    stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
