import type { Page } from "playwright-core";

/** How the frames of a page came while something went on. */
export type FrameTimes = {
  readonly frames: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
};

export type Motion = "pan" | "zoom" | "drag" | "play";

/** Does one thing for `frames` frames, an input event or more in each, and times the frames themselves. */
export async function measureFrames(
  page: Page,
  options: { motion: Motion; frames: number },
): Promise<FrameTimes> {
  const gaps = await page.evaluate(async ({ motion, frames }) => {
    const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
    const target = document.elementFromPoint(600, 120) ?? document.body;
    const wheel = (init: WheelEventInit) => {
      const place = { clientX: 600, clientY: 200, bubbles: true, cancelable: true };
      target.dispatchEvent(new WheelEvent("wheel", { ...place, ...init }));
    };
    const pointer = (type: string, clientX: number) => {
      const init = { clientX, clientY: 120, button: 0, pointerId: 1, pointerType: "mouse" };
      target.dispatchEvent(new PointerEvent(type, { ...init, bubbles: true, cancelable: true }));
    };
    const step = (frame: number) => {
      switch (motion) {
        case "pan":
          wheel({ deltaX: 37 });
          break;
        case "zoom":
          wheel({ deltaY: frame < frames / 2 ? 9 : -9, ctrlKey: true });
          break;
        case "drag":
          // Out to the edge, where it scrolls by itself.
          pointer("pointermove", Math.min(innerWidth - 3, 300 + frame * 9));
          break;
        case "play":
          window.timelinePage.playhead.setFrame(window.timelinePage.playhead.frame() + 1);
      }
    };
    if (motion === "drag") pointer("pointerdown", 300);
    if (motion === "play") window.timelinePage.show({ isPlaying: true });
    const times: number[] = [];
    for (let frame = 0; frame < frames; frame += 1) {
      times.push(await nextFrame());
      step(frame);
    }
    if (motion === "drag") pointer("pointerup", innerWidth - 3);
    if (motion === "play") window.timelinePage.show({ isPlaying: false });
    return times.slice(1).map((time, index) => time - (times[index] ?? time));
  }, options);
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {
    frames: sorted.length,
    p50Ms: at(0.5) ?? 0,
    p95Ms: at(0.95) ?? 0,
    maxMs: sorted.at(-1) ?? 0,
  };
}
