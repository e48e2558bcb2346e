import { COLORS } from "../timeline-colors.ts";

const HEAD_HALF_PX = 6;

/** The playhead about its own x = 0: a head in the ruler and a line through all lanes. */
export function drawPlayhead(
  context: CanvasRenderingContext2D,
  place: { rulerHeightPx: number; heightPx: number },
): void {
  const top = place.rulerHeightPx - 14;
  context.fillStyle = COLORS.accent;
  context.fillRect(-0.75, top, 1.5, place.heightPx - top);
  context.beginPath();
  context.moveTo(-HEAD_HALF_PX, top);
  context.lineTo(HEAD_HALF_PX, top);
  context.lineTo(HEAD_HALF_PX, top + 7);
  context.lineTo(0, top + 13);
  context.lineTo(-HEAD_HALF_PX, top + 7);
  context.closePath();
  context.fill();
}
