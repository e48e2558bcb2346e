import { formatTimecode, framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";
import { rulerStep } from "../ruler-ticks.ts";
import type { Scene } from "../scene.ts";
import { COLORS, FONTS } from "../timeline-colors.ts";
import { frameAtRoom, roomAtFrame } from "../timeline-layout.ts";
import { roomAtX, xAtRoom } from "../viewport.ts";

export function drawRuler(
  context: CanvasRenderingContext2D,
  scene: Pick<Scene, "layout" | "viewport" | "lanes" | "view">,
): void {
  const { layout, viewport, lanes } = scene;
  const { height } = lanes.ruler;
  const { frameRate } = scene.view.project;
  context.fillStyle = COLORS.ruler;
  context.fillRect(0, 0, viewport.widthPx, height);
  const endX = xAtRoom(viewport, layout.totalRoom);
  const step = rulerStep({ pxPerFrame: viewport.pxPerFrame, rate: frameRate, minLabelPx: 76 });
  const first = Math.max(0, frameAtRoom(layout, roomAtX(viewport, -80)));
  const last = frameAtRoom(layout, roomAtX(viewport, viewport.widthPx));
  context.font = FONTS.small;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const begin = Math.floor(first / step.tickFrames) * step.tickFrames;
  for (let frame = begin; frame <= last; frame += step.tickFrames) {
    const x = Math.round(xAtRoom(viewport, roomAtFrame(layout, frame)));
    const isLabelled = frame % step.labelFrames === 0;
    context.globalAlpha = x > endX + 1 ? 0.45 : 1;
    context.fillStyle = COLORS.rulerLine;
    context.fillRect(x, isLabelled ? 6 : height - 6, 1, isLabelled ? height - 6 : 6);
    if (!isLabelled) continue;
    context.fillStyle = COLORS.rulerText;
    context.fillText(rulerLabel(frame, frameRate, step.labelFrames), x + 4, 10);
  }
  context.globalAlpha = 1;
  context.fillStyle = COLORS.line;
  context.fillRect(0, height - 1, viewport.widthPx, 1);
}

/** Whole seconds lose their frames where every label is one: "0:02", and "0:02:12" closer in. */
function rulerLabel(frame: number, rate: FrameRate, labelFrames: number): string {
  const code = formatTimecode(frame, rate);
  const base = Math.max(1, Math.round(framesPerSecond(rate)));
  return labelFrames % base === 0 ? code.slice(0, -3) : code;
}
