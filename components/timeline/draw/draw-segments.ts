import { isDensity } from "../card-size.ts";
import { cutMarkY } from "../hit-test.ts";
import type { Scene } from "../scene.ts";
import { COLORS, FONTS, TONE_FILL, TONE_MARK } from "../timeline-colors.ts";
import { holdRoom, slotAtRoom, slotRoom } from "../timeline-layout.ts";
import { roomAtX, xAtRoom } from "../viewport.ts";
import { drawDensity } from "./draw-density.ts";
import { drawSegment, MIN_BODY_PX } from "./draw-segment.ts";
import { drawIcon } from "./icons.ts";
import { fillRounded, fitText } from "./shapes.ts";

/** The lane of holds and segments: full drawings where they are wide, plain blocks where they are narrow. */
export function drawSegments(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, sequence } = scene;
  if (isDensity(layout, viewport)) {
    drawDensity(context, scene);
    return;
  }
  const firstSlot = slotAtRoom(layout, roomAtX(viewport, -CUT_REACH_PX));
  const lastSlot = slotAtRoom(layout, roomAtX(viewport, viewport.widthPx + CUT_REACH_PX));
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) {
    const left = xAtRoom(viewport, layout.startRoom[slot] ?? 0);
    const right = xAtRoom(viewport, layout.startRoom[slot + 1] ?? 0);
    const holdEnd = left + holdRoom(layout, slot) * viewport.pxPerFrame;
    if (holdEnd > left) drawHold(context, scene, { slot, left, right: holdEnd });
    const segment = sequence.segments[slot];
    if (!segment || segment.isCut) continue;
    if (right - holdEnd < MIN_BODY_PX) drawBlock(context, scene, { slot, left: holdEnd, right });
    else drawSegment(context, scene, { segment, left: holdEnd, right });
  }
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) {
    if (sequence.segments[slot]?.isCut) drawCut(context, scene, slot);
  }
}

const CUT_REACH_PX = 12;

function drawHold(
  context: CanvasRenderingContext2D,
  scene: Scene,
  place: { slot: number; left: number; right: number },
): void {
  const { top, height } = scene.lanes.segments;
  const { slot, left } = place;
  const width = place.right - left - 1;
  if (width <= 0) return;
  const keyframe = scene.sequence.keyframes[slot];
  const isSelected = keyframe !== undefined && scene.selection.ids.has(keyframe.id);
  const isHovered = scene.hover?.type === "keyframe" && scene.hover.index === slot;
  const isLast = slot === scene.layout.keyframeCount - 1;
  context.fillStyle = isSelected ? "#2b4570" : isHovered ? COLORS.holdLine : COLORS.hold;
  // The one frame that ends a film is no hold that anybody set.
  if (isLast && keyframe?.holdFrames === 0) context.globalAlpha = 0.5;
  if (width < 6) context.fillRect(left, top, width, height);
  else fillRounded(context, { x: left, y: top, width, height, radius: 2 });
  context.globalAlpha = 1;
  if (width < 20 || keyframe?.holdFrames === 0) return;
  context.font = FONTS.small;
  context.fillStyle = COLORS.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const frames = `${scene.layout.holdFrames[slot] ?? 0}`;
  const text = fitText(context, width >= 56 ? `hold ${frames}` : frames, width - 6);
  // The words stay in the middle of what can be seen.
  const isAfterCut = scene.sequence.segments[slot - 1]?.isCut === true;
  const isBeforeCut = scene.sequence.segments[slot]?.isCut === true;
  const seenLeft = Math.max(left + (isAfterCut ? CUT_REACH_PX : 0), 0);
  const seenRight = Math.min(
    left + width - (isBeforeCut ? CUT_REACH_PX : 0),
    scene.viewport.widthPx,
  );
  if (seenRight - seenLeft >= 20) {
    context.fillText(text, (seenLeft + seenRight) / 2, top + height / 2 + 0.5);
  }
}

function drawBlock(
  context: CanvasRenderingContext2D,
  scene: Scene,
  place: { slot: number; left: number; right: number },
): void {
  const segment = scene.sequence.segments[place.slot];
  if (!segment) return;
  const { top, height } = scene.lanes.segments;
  const width = Math.max(1, place.right - place.left - 1);
  const tone = scene.states.tone(segment);
  const isSelected = scene.selection.ids.has(segment.id);
  context.fillStyle = isSelected ? "#2b4570" : TONE_FILL[tone];
  context.fillRect(place.left, top, width, height);
  context.fillStyle = isSelected ? COLORS.select : TONE_MARK[tone];
  context.fillRect(place.left, top + height - 4, width, 4);
}

function drawCut(context: CanvasRenderingContext2D, scene: Scene, slot: number): void {
  const { layout, viewport, lanes, selection } = scene;
  const { top, height } = lanes.segments;
  const x = Math.round(xAtRoom(viewport, layout.startRoom[slot + 1] ?? 0));
  const id = scene.sequence.segments[slot]?.id ?? "";
  const isSelected = selection.ids.has(id);
  const isHovered = scene.hover?.type === "segment" && scene.hover.index === slot;
  context.fillStyle = isSelected ? COLORS.select : COLORS.muted;
  context.fillRect(x - 1, top - 2, 1, height + 4);
  if (slotRoom(layout, slot) * viewport.pxPerFrame < 20) return;
  const radius = Math.min(9, height / 2);
  context.beginPath();
  context.arc(x - 0.5, cutMarkY(lanes), radius, 0, 2 * Math.PI);
  context.fillStyle = isSelected ? COLORS.select : isHovered ? COLORS.holdLine : COLORS.cardHover;
  context.fill();
  context.strokeStyle = scene.focusedItemId === id ? COLORS.text : COLORS.ground;
  context.lineWidth = 2;
  context.stroke();
  const peerColor = scene.peerColors.get(id);
  if (peerColor !== undefined) {
    context.strokeStyle = peerColor;
    context.stroke();
  }
  drawIcon(context, {
    name: "scissors",
    x: x - 0.5,
    y: cutMarkY(lanes),
    sizePx: radius * 1.2,
    color: isSelected ? "#07142a" : COLORS.text,
  });
}
