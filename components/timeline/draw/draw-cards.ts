import { fitRect } from "#lib/core/fit.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import { thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import { cardStep, cardWidthPx } from "../card-size.ts";
import type { Scene } from "../scene.ts";
import { COLORS, FONTS } from "../timeline-colors.ts";
import { slotAtRoom } from "../timeline-layout.ts";
import { roomAtX, xAtRoom } from "../viewport.ts";
import { drawIcon } from "./icons.ts";
import { drawPill, fillRounded, fitText, strokeRounded } from "./shapes.ts";

/** The keyframes that are in sight, as cards; where they are too many, one card for several and a tick for each. */
export function drawCards(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, lanes, sequence } = scene;
  const step = cardStep(scene);
  const left = roomAtX(viewport, -lanes.cardWidthPx);
  const firstSlot = slotAtRoom(layout, left);
  const lastSlot = slotAtRoom(layout, roomAtX(viewport, viewport.widthPx));
  if (step > 1) drawTicks(context, scene, { firstSlot, lastSlot });
  for (let slot = firstSlot - (firstSlot % step); slot <= lastSlot; slot += step) {
    const keyframe = sequence.keyframes[slot];
    if (!keyframe) continue;
    const x = xAtRoom(viewport, layout.startRoom[slot] ?? 0);
    const width = cardWidthPx({ ...scene, slot });
    drawCard(context, scene, { keyframe, slot, x, y: lanes.cards.top, width, isSampled: step > 1 });
  }
}

/** One card; also the ghost under the pointer while keyframes are moved. */
export function drawCard(
  context: CanvasRenderingContext2D,
  scene: Scene,
  card: {
    keyframe: Keyframe;
    slot: number;
    x: number;
    y: number;
    width: number;
    isSampled?: boolean;
    isGhost?: boolean;
  },
): void {
  const { lanes, selection, hover, preview } = scene;
  const { keyframe, x, y, width } = card;
  const isSelected = selection.ids.has(keyframe.id);
  const isHovered = hover?.type === "keyframe" && hover.index === card.slot;
  const isLifted = preview.type === "move" && preview.ids.has(keyframe.id) && !card.isGhost;
  const hasLabel = lanes.labelHeightPx > 0 && !card.isSampled;
  const height = lanes.thumbHeightPx + (hasLabel ? lanes.labelHeightPx : 0);
  const radius = Math.min(5, width / 3);
  if (isLifted) context.globalAlpha = 0.35;
  context.fillStyle = isSelected ? "#20324f" : isHovered ? COLORS.cardHover : COLORS.card;
  fillRounded(context, { x, y, width, height, radius });
  drawPicture(context, scene, { keyframe, x, y, width, height: lanes.thumbHeightPx });
  if (hasLabel && width >= 16) drawCardLabel(context, scene, card);
  if (card.isSampled && width >= 40) {
    const text = (card.slot + 1).toLocaleString();
    const at = { x: x + 4, y: y + lanes.thumbHeightPx - 19, height: 15 };
    drawPill(context, { ...at, text, fill: COLORS.shade, color: COLORS.text, font: FONTS.small });
  }
  if (isSelected) {
    context.strokeStyle = COLORS.select;
    context.lineWidth = 2;
    strokeRounded(context, { x, y, width, height, radius, inset: 1 });
  } else if (width > 10) {
    context.strokeStyle = isHovered ? "rgba(255,255,255,0.3)" : "rgba(255,255,255,0.1)";
    context.lineWidth = 1;
    strokeRounded(context, { x, y, width, height, radius, inset: 0.5 });
  }
  drawRings(context, scene, { id: keyframe.id, x, y, width, height, radius });
  context.globalAlpha = 1;
}

/** Outlines of the others who have an item selected, and of the keyboard's focus. */
export function drawRings(
  context: CanvasRenderingContext2D,
  scene: Scene,
  rect: { id: string; x: number; y: number; width: number; height: number; radius: number },
): void {
  const peerColor = scene.peerColors.get(rect.id);
  if (peerColor !== undefined) {
    context.strokeStyle = peerColor;
    context.lineWidth = 1.5;
    strokeRounded(context, { ...rect, inset: -1.5 });
  }
  if (scene.focusedItemId === rect.id) {
    context.strokeStyle = COLORS.text;
    context.lineWidth = 2;
    strokeRounded(context, { ...rect, inset: -2 });
  }
}

function drawPicture(
  context: CanvasRenderingContext2D,
  scene: Scene,
  place: {
    keyframe: Keyframe;
    x: number;
    y: number;
    width: number;
    height: number;
  },
): void {
  const { project } = scene.view;
  const inset = place.width >= 24 ? 2 : 1;
  const x = place.x + inset;
  const y = place.y + inset;
  const width = place.width - 2 * inset;
  const height = place.height - (scene.lanes.labelHeightPx > 0 ? inset : 2 * inset);
  if (width <= 0) return;
  const picture = scene.thumbnails.get(thumbnailUrl(scene.projectId, place.keyframe.imageId));
  if (!picture) {
    if (width >= 24) {
      drawIcon(context, {
        name: "image",
        x: x + width / 2,
        y: y + height / 2,
        sizePx: 16,
        color: "rgba(255,255,255,0.16)",
      });
    }
    return;
  }
  // Fitted as the film will show it, then cropped about the middle where the card is narrower than the frame.
  const frame = { width: Math.max(width, (height * project.width) / project.height), height };
  const rect = fitRect({ image: picture, frame, policy: project.fit });
  const offset = (width - frame.width) / 2;
  const left = Math.max(0, offset + rect.x);
  const right = Math.min(width, offset + rect.x + rect.width);
  const top = Math.max(0, rect.y);
  const bottom = Math.min(height, rect.y + rect.height);
  if (right - left < width - 1 || bottom - top < height - 1) {
    context.fillStyle = project.fitColor;
    context.fillRect(x, y, width, height);
  }
  if (right <= left || bottom <= top) return;
  const scaleX = picture.width / rect.width;
  const scaleY = picture.height / rect.height;
  context.drawImage(
    picture,
    (left - offset - rect.x) * scaleX,
    (top - rect.y) * scaleY,
    (right - left) * scaleX,
    (bottom - top) * scaleY,
    x + left,
    y + top,
    right - left,
    bottom - top,
  );
}

function drawCardLabel(
  context: CanvasRenderingContext2D,
  scene: Scene,
  card: { keyframe: Keyframe; slot: number; x: number; y: number; width: number },
): void {
  const { lanes } = scene;
  const middle = card.y + lanes.thumbHeightPx + lanes.labelHeightPx / 2 + 0.5;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = FONTS.strong;
  context.fillStyle = COLORS.text;
  const number = String(card.slot + 1);
  const numberWidth = 6.6 * number.length;
  if (numberWidth + 8 > card.width) return;
  context.fillText(number, card.x + 6, middle);
  const room = card.width - numberWidth - 18;
  if (room < 18 || card.keyframe.label === "") return;
  context.font = FONTS.normal;
  context.fillStyle = COLORS.muted;
  context.fillText(fitText(context, card.keyframe.label, room), card.x + numberWidth + 11, middle);
}

/** A tick for every keyframe below the cards that stand for several; selected ones stand out. */
function drawTicks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  range: { firstSlot: number; lastSlot: number },
): void {
  const { layout, viewport, lanes, selection, sequence, preview } = scene;
  const top = lanes.cards.top + lanes.thumbHeightPx + 3;
  const height = Math.max(3, lanes.cards.top + lanes.cards.height - top);
  const hasSelection = selection.ids.size > 0;
  let lastColumn = -1;
  let lastSelected = -1;
  for (let slot = range.firstSlot; slot <= range.lastSlot; slot += 1) {
    const column = Math.round(xAtRoom(viewport, layout.startRoom[slot] ?? 0));
    if (column !== lastColumn) {
      context.fillStyle = COLORS.holdLine;
      context.fillRect(column, top + height / 3, 1, (height * 2) / 3);
      lastColumn = column;
    }
    if (!hasSelection || column === lastSelected) continue;
    if (!selection.ids.has(sequence.keyframes[slot]?.id ?? "")) continue;
    context.fillStyle = preview.type === "move" ? COLORS.accent : COLORS.select;
    context.fillRect(column, top, 2, height);
    lastSelected = column;
  }
}
