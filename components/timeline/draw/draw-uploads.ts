import { cardStep, cardWidthPx } from "../card-size.ts";
import type { Scene, UploadGap } from "../scene.ts";
import { COLORS, FONTS } from "../timeline-colors.ts";
import type { TimelineUpload } from "../timeline-props.ts";
import { xAtRoom } from "../viewport.ts";
import { fillRounded, fitText, strokeRounded } from "./shapes.ts";

const MAX_CARDS = 60;

/** Drawings on their way up: cards after the last keyframe, and one counted card in a gap between two. */
export function drawUploads(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, lanes } = scene;
  for (const gap of scene.uploadGaps) {
    if (gap.gapIndex < layout.keyframeCount) {
      drawGapCard(context, scene, gap);
      continue;
    }
    const lastEnd = endOfCards(scene);
    const width = Math.min(lanes.cardWidthPx, 160);
    gap.uploads.slice(0, MAX_CARDS).forEach((upload, place) => {
      const x = lastEnd + place * (width + 8);
      if (x > viewport.widthPx || x + width < 0) return;
      drawUploadCard(context, scene, { upload, x, width, text: upload.fileName });
    });
  }
}

/** Right of the last card and of the film, with room for the "+". */
function endOfCards(scene: Scene): number {
  const { layout, viewport } = scene;
  if (layout.keyframeCount === 0) return xAtRoom(viewport, 0);
  const last = layout.keyframeCount - 1;
  const slot = last - (last % cardStep(scene));
  const cardEnd = xAtRoom(viewport, layout.startRoom[slot] ?? 0) + cardWidthPx({ ...scene, slot });
  return Math.max(cardEnd, xAtRoom(viewport, layout.totalRoom)) + 44;
}

function drawGapCard(context: CanvasRenderingContext2D, scene: Scene, gap: UploadGap): void {
  const [first] = gap.uploads;
  if (!first) return;
  const { layout, viewport } = scene;
  const width = 64;
  const x = xAtRoom(viewport, layout.startRoom[gap.gapIndex] ?? 0) - width / 2;
  const count = gap.uploads.length;
  const fraction = gap.uploads.reduce((sum, { fraction: part }) => sum + part, 0) / count;
  const upload = { ...first, fraction, hasFailed: gap.uploads.every(({ hasFailed }) => hasFailed) };
  const text = count === 1 ? first.fileName : `${count} drawings`;
  drawUploadCard(context, scene, { upload, x, width, text });
}

function drawUploadCard(
  context: CanvasRenderingContext2D,
  scene: Scene,
  card: { upload: TimelineUpload; x: number; width: number; text: string },
): void {
  const { lanes } = scene;
  const { upload, x, width } = card;
  const y = lanes.cards.top;
  const height = lanes.thumbHeightPx + lanes.labelHeightPx;
  context.fillStyle = COLORS.card;
  fillRounded(context, { x, y, width, height, radius: 5 });
  context.setLineDash([4, 4]);
  context.lineWidth = 1;
  context.strokeStyle = upload.hasFailed ? COLORS.danger : COLORS.holdLine;
  strokeRounded(context, { x, y, width, height, radius: 5, inset: 0.5 });
  context.setLineDash([]);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = FONTS.normal;
  context.fillStyle = upload.hasFailed ? COLORS.danger : COLORS.muted;
  const text = upload.hasFailed ? `Failed: ${card.text}` : card.text;
  context.fillText(fitText(context, text, width - 14), x + 7, y + height / 2 - 6);
  const barY = y + height / 2 + 6;
  context.fillStyle = COLORS.line;
  fillRounded(context, { x: x + 7, y: barY, width: width - 14, height: 3, radius: 1.5 });
  context.fillStyle = upload.hasFailed ? COLORS.danger : COLORS.select;
  const done = (width - 14) * Math.min(1, Math.max(0, upload.fraction));
  fillRounded(context, { x: x + 7, y: barY, width: done, height: 3, radius: 1.5 });
}
