import type { TimelineController } from "../timeline-controller.ts";

const EDGE_PX = 48;
const MAX_PX_PER_MS = 2.2;

/** Scrolls while a drag is held near the left or right edge, the faster the nearer. */
export function createEdgeScroll(
  controller: TimelineController,
  onScroll: () => void,
): { follow(x: number): void; stop(): void } {
  let pointerX = 0;
  let request = 0;
  let lastMs = 0;

  function speed(): number {
    const { widthPx } = controller.viewport();
    const edge = Math.min(EDGE_PX, widthPx / 5);
    const into = pointerX < edge ? pointerX - edge : Math.max(0, pointerX - (widthPx - edge));
    const strength = Math.min(1, Math.abs(into) / edge);
    return Math.sign(into) * strength * strength * MAX_PX_PER_MS;
  }

  function step(nowMs: number): void {
    request = 0;
    const pxPerMs = speed();
    if (pxPerMs === 0) return;
    const before = controller.viewport().scrollPx;
    controller.pan(pxPerMs * Math.min(50, nowMs - lastMs));
    lastMs = nowMs;
    if (controller.viewport().scrollPx !== before) onScroll();
    request = requestAnimationFrame(step);
  }

  return {
    follow(x) {
      pointerX = x;
      if (request !== 0 || speed() === 0) return;
      lastMs = performance.now();
      request = requestAnimationFrame(step);
    },
    stop() {
      cancelAnimationFrame(request);
      request = 0;
    },
  };
}
