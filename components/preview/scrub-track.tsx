import { useEffect, useRef } from "react";
import { pictureAt } from "./picture-at.ts";
import type { FrameRange } from "./frame-range.ts";
import type { PreviewView } from "./preview-props.ts";

/** Marks nearer to each other than this are left out. */
const TICK_SPACING_PX = 5;

/** The bar's ground: keyframes as ticks, motion filled, what has no take yet hollow, the loop's range in blue. */
export function ScrubTrack(props: { view: PreviewView | null; loopRange: FrameRange | null }) {
  const { view, loopRange } = props;
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return;
    const draw = () => drawTrack({ canvas, view, loopRange });
    const observer = new ResizeObserver(draw);
    observer.observe(canvas);
    draw();
    return () => observer.disconnect();
  }, [view, loopRange]);
  return <canvas ref={canvasRef} aria-hidden="true" className="h-2 w-full rounded-xs" />;
}

function drawTrack(options: {
  canvas: HTMLCanvasElement;
  view: PreviewView | null;
  loopRange: FrameRange | null;
}): void {
  const { canvas, view, loopRange } = options;
  const scale = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const color = (name: string) => style.getPropertyValue(`--color-${name}`);
  context.fillStyle = color("panel");
  context.fillRect(0, 0, width, height);
  const totalFrames = view?.schedule.totalFrames ?? 0;
  if (!view || totalFrames === 0) return;
  const xOf = (frame: number) => Math.round((frame / totalFrames) * width);
  for (const entry of view.schedule.entries) {
    const x = xOf(entry.startFrame);
    const entryWidth = Math.max(1, xOf(entry.startFrame + entry.frames) - x);
    const picture = entry.type === "segment" ? pictureAt(view, entry.startFrame) : null;
    context.fillStyle = color(picture?.type === "clip" ? "line-strong" : "line");
    const inset = picture && picture.type !== "clip" ? Math.round(height * 0.35) : 0;
    context.fillRect(x, inset, entryWidth, height - 2 * inset);
  }
  if (loopRange) {
    context.fillStyle = color("select");
    const x = xOf(loopRange.startFrame);
    const barHeight = Math.max(2, Math.round(height / 4));
    context.fillRect(x, height - barHeight, xOf(loopRange.endFrame) - x, barHeight);
  }
  context.fillStyle = color("faint");
  let lastX = -Infinity;
  for (const frame of view.schedule.keyframeStartFrames) {
    const x = xOf(frame);
    if (x - lastX < TICK_SPACING_PX * scale) continue;
    context.fillRect(x, 0, Math.max(1, Math.round(scale)), height);
    lastX = x;
  }
}
