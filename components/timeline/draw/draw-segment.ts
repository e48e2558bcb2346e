import type { SequenceSegment } from "#lib/core/sequence.ts";
import { segmentButton } from "../hit-test.ts";
import type { Scene } from "../scene.ts";
import { lookOf, type SegmentLook } from "../segment-look.ts";
import { COLORS, FONTS, TONE_FILL, TONE_MARK } from "../timeline-colors.ts";
import { drawRings } from "./draw-cards.ts";
import { drawFilmstrip, filmstripOf } from "./draw-filmstrip.ts";
import { drawIcon, type IconName } from "./icons.ts";
import { drawPill, fillRounded, fitText, strokeRounded } from "./shapes.ts";

/** Narrower segments are plain blocks. */
export const MIN_BODY_PX = 22;
const STRIPE_PX = 4;

type Body = { x: number; y: number; width: number; height: number; radius: number };

/** One segment that is wide enough to be looked at. */
export function drawSegment(
  context: CanvasRenderingContext2D,
  scene: Scene,
  place: { segment: SequenceSegment; left: number; right: number },
): void {
  const { segment } = place;
  const state = scene.states.exact(segment);
  const look = lookOf(scene, state);
  const { top, height } = scene.lanes.segments;
  const width = place.right - place.left - 2;
  const body: Body = { x: place.left + 0.5, y: top, width, height, radius: 2 };
  const isHovered = scene.hover?.type === "segment" && scene.hover.index === segment.index;
  const strip = filmstripOf(scene, segment);

  context.fillStyle = TONE_FILL[look.tone];
  context.fillRect(body.x, body.y, body.width, body.height);
  if (strip) drawFilmstrip(context, scene, { picture: strip, ...body });
  if (strip && SHADED.has(look.tone)) {
    context.fillStyle = COLORS.shade;
    context.fillRect(body.x, body.y, body.width, body.height);
  }
  if (look.tone === "running") drawRunning(context, scene, body, look);
  if (look.tone === "stale") drawStaleStripe(context, body);
  if (look.tone === "ready" && !strip) drawLine(context, body, TONE_MARK.ready);

  drawWords(context, scene, { segment, body, look, hasStrip: strip !== null });
  drawFrame(context, scene, { segment, body, look, isHovered });
  if (isHovered && scene.canEdit) drawButton(context, scene, body, look);
}

/** What the button of a segment says, or null for a state that has none. */
export function segmentButtonLabel(
  tone: SegmentLook["tone"],
): { text: string; icon: IconName } | null {
  if (tone === "empty") return { text: "Generate", icon: "plus" };
  if (tone === "failed") return { text: "Try again", icon: "refresh" };
  if (tone === "stale") return { text: "Redraw", icon: "refresh" };
  return null;
}

function drawRunning(
  context: CanvasRenderingContext2D,
  scene: Scene,
  body: Body,
  look: SegmentLook,
): void {
  const barY = body.y + body.height - STRIPE_PX;
  if (look.fraction !== null) {
    context.fillStyle = "rgba(91, 157, 255, 0.14)";
    context.fillRect(body.x, body.y, body.width * look.fraction, body.height);
    context.fillStyle = "rgba(91, 157, 255, 0.25)";
    context.fillRect(body.x, barY, body.width, STRIPE_PX);
    context.fillStyle = COLORS.select;
    context.fillRect(body.x, barY, body.width * look.fraction, STRIPE_PX);
    return;
  }
  context.fillStyle = "rgba(91, 157, 255, 0.25)";
  context.fillRect(body.x, barY, body.width, STRIPE_PX);
  const sweep = 60;
  const at = ((scene.timeMs / 1_400) % 1) * (body.width + sweep) - sweep;
  const from = Math.max(0, at);
  const width = Math.min(body.width, at + sweep) - from;
  context.fillStyle = COLORS.select;
  if (width > 0) context.fillRect(body.x + from, barY, width, STRIPE_PX);
}

/** Amber and slanted, so that it is told from a progress bar without its colour. */
function drawStaleStripe(context: CanvasRenderingContext2D, body: Body): void {
  const height = 5;
  context.fillStyle = "#4b3a12";
  context.fillRect(body.x, body.y, body.width, height);
  context.fillStyle = COLORS.warn;
  context.beginPath();
  const from = Math.max(0, Math.floor(-body.x / 10) * 10);
  const to = Math.min(body.width, from + 6_000);
  for (let x = body.x + from; x + 10 <= body.x + to; x += 10) {
    context.moveTo(x + 5, body.y);
    context.lineTo(x + 10, body.y);
    context.lineTo(x + 5, body.y + height);
    context.lineTo(x, body.y + height);
  }
  context.fill();
}

function drawLine(context: CanvasRenderingContext2D, body: Body, color: string): void {
  context.fillStyle = color;
  context.fillRect(body.x, body.y + body.height - 2, body.width, 2);
}

function drawWords(
  context: CanvasRenderingContext2D,
  scene: Scene,
  part: { segment: SequenceSegment; body: Body; look: SegmentLook; hasStrip: boolean },
): void {
  const { body, look } = part;
  const left = Math.max(body.x, 0) + 7;
  const right = Math.min(body.x + body.width, scene.viewport.widthPx) - 7;
  if (right - left < 16) return;
  if (look.tone === "stale" || look.tone === "ready") {
    drawTakeBadges(context, { ...part, left, right });
    return;
  }
  const middle = body.y + body.height / 2;
  const icon = ICONS[look.tone];
  const hasTwoLines = body.height >= 40 && look.detail !== "" && right - left >= 60;
  let textX = left;
  if (icon) {
    const color = look.tone === "failed" ? COLORS.danger : COLORS.muted;
    drawIcon(context, {
      name: icon,
      x: left + 6,
      y: hasTwoLines ? middle - 8 : middle,
      sizePx: 12,
      color,
    });
    textX += 17;
  }
  if (look.tone === "empty") {
    const color = "rgba(255,255,255,0.22)";
    drawIcon(context, { name: "plus", x: (left + right) / 2, y: middle, sizePx: 14, color });
    return;
  }
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.font = FONTS.strong;
  context.fillStyle = look.tone === "failed" ? COLORS.danger : COLORS.text;
  const title = hasTwoLines || look.detail === "" ? look.title : `${look.title} · ${look.detail}`;
  context.fillText(
    fitText(context, title, right - textX),
    textX,
    hasTwoLines ? middle - 8 : middle,
  );
  if (!hasTwoLines) return;
  context.font = FONTS.normal;
  context.fillStyle = COLORS.muted;
  context.fillText(fitText(context, look.detail, right - left), left, middle + 8);
}

const ICONS: Partial<Record<SegmentLook["tone"], IconName>> = {
  failed: "alert",
  waiting: "clock",
  paused: "pause",
};
/** Under the words of these an older take's filmstrip goes on being seen, darker. */
const SHADED: ReadonlySet<SegmentLook["tone"]> = new Set([
  "queued",
  "running",
  "waiting",
  "paused",
]);

function drawTakeBadges(
  context: CanvasRenderingContext2D,
  part: { body: Body; look: SegmentLook; left: number; right: number; hasStrip: boolean },
): void {
  const { body, look } = part;
  const height = 14;
  const y = body.y + body.height - height - 5;
  let x = part.left - 2;
  const pill = { y, height, font: FONTS.badge };
  if (part.right - x >= 40 && look.isDraft) {
    x +=
      4 +
      drawPill(context, {
        ...pill,
        text: "DRAFT",
        x,
        fill: "rgba(12,13,16,0.82)",
        color: "#d3d5da",
      });
  }
  if (part.right - x >= 92 && look.tone === "stale") {
    x += 4 + drawPill(context, { ...pill, text: "STALE", x, fill: COLORS.warn, color: "#241a04" });
  }
  if (part.right - x >= 96 && look.isClipPending && !part.hasStrip) {
    context.font = FONTS.normal;
    context.fillStyle = COLORS.muted;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const text = fitText(context, "Preparing the clip", part.right - x);
    context.fillText(text, part.left, body.y + body.height / 2 - (body.height > 44 ? 6 : 0));
  }
}

function drawFrame(
  context: CanvasRenderingContext2D,
  scene: Scene,
  part: { segment: SequenceSegment; body: Body; look: SegmentLook; isHovered: boolean },
): void {
  const { body, look, segment, isHovered } = part;
  const isSelected = scene.selection.ids.has(segment.id);
  if (isSelected) {
    context.fillStyle = COLORS.selectFill;
    fillRounded(context, body);
    context.strokeStyle = COLORS.select;
    context.lineWidth = 2;
    strokeRounded(context, { ...body, inset: 1 });
  } else {
    const isDashed = look.tone === "empty";
    if (isDashed) context.setLineDash([4, 4]);
    context.strokeStyle =
      look.tone === "failed" ? "#7d3a3e" : isDashed ? "#4b4e56" : "rgba(255,255,255,0.1)";
    if (isHovered) context.strokeStyle = "rgba(255,255,255,0.38)";
    context.lineWidth = 1;
    strokeRounded(context, { ...body, inset: 0.5 });
    if (isDashed) context.setLineDash([]);
  }
  drawRings(context, scene, { id: segment.id, ...body });
}

function drawButton(
  context: CanvasRenderingContext2D,
  scene: Scene,
  body: Body,
  look: SegmentLook,
): void {
  const label = segmentButtonLabel(look.tone);
  if (!label) return;
  const button = segmentButton({
    left: body.x,
    right: body.x + body.width,
    widthPx: scene.viewport.widthPx,
    lanes: scene.lanes,
  });
  if (!button) return;
  const isOnButton = scene.hover?.type === "segment" && scene.hover.isOnButton;
  context.fillStyle = isOnButton ? COLORS.accent : "#3a3d46";
  fillRounded(context, { ...button, radius: 5 });
  const color = isOnButton ? COLORS.onAccent : COLORS.text;
  const y = button.y + button.height / 2;
  drawIcon(context, { name: label.icon, x: button.x + 12, y, sizePx: 11, color });
  if (!button.hasWord) return;
  context.font = FONTS.strong;
  context.fillStyle = color;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(label.text, button.x + 22, y + 0.5);
}
