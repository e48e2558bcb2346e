import { formatTimecode } from "#lib/core/frame-rate.ts";
import { insertButtonX, insertButtonY, INSERT_RADIUS_PX } from "../hit-test.ts";
import type { Scene } from "../scene.ts";
import { COLORS, FONTS } from "../timeline-colors.ts";
import { holdRoom } from "../timeline-layout.ts";
import { xAtRoom } from "../viewport.ts";
import { drawCard } from "./draw-cards.ts";
import { drawIcon } from "./icons.ts";
import { drawPill, fillRounded } from "./shapes.ts";

/** What lies over the track: handles and buttons under the pointer, and what a gesture is about to do. */
export function drawOverlay(context: CanvasRenderingContext2D, scene: Scene): void {
  const { preview } = scene;
  drawScrollbar(context, scene);
  switch (preview.type) {
    case "none":
      drawHover(context, scene);
      return;
    case "box":
      drawBox(context, scene, preview.box);
      return;
    case "drop":
      drawInsertionMark(context, scene, preview.toIndex);
      return;
    case "move":
      drawInsertionMark(context, scene, preview.toIndex);
      drawGhost(context, scene, preview);
      return;
    case "hold":
      drawEdge(context, scene, { index: preview.index, isHold: true });
      drawLength(context, scene, { index: preview.index, frames: preview.frames, isHold: true });
      return;
    case "length":
      drawEdge(context, scene, { index: preview.index, isHold: false });
      drawLength(context, scene, { index: preview.index, frames: preview.frames, isHold: false });
  }
}

function drawHover(context: CanvasRenderingContext2D, scene: Scene): void {
  const { hover } = scene;
  if (!hover || !scene.canEdit) return;
  if (hover.type === "hold-edge") drawEdge(context, scene, { index: hover.index, isHold: true });
  if (hover.type === "length-edge") drawEdge(context, scene, { index: hover.index, isHold: false });
  const gapIndex = hoverGap(scene);
  const x = gapIndex === null ? null : insertButtonX(scene, gapIndex);
  if (x === null) return;
  const isOn = hover.type === "insert";
  const y = insertButtonY(scene.lanes);
  context.beginPath();
  context.arc(x, y, INSERT_RADIUS_PX, 0, 2 * Math.PI);
  context.fillStyle = isOn ? COLORS.accent : "#33363e";
  context.fill();
  context.strokeStyle = COLORS.ground;
  context.lineWidth = 2;
  context.stroke();
  const color = isOn ? COLORS.onAccent : COLORS.text;
  drawIcon(context, { name: "plus", x, y, sizePx: 13, color });
}

/** The gap whose "+" shows: the one that is pointed at, or the one that the pointer comes near to. */
function hoverGap({ hover, sequence }: Scene): number | null {
  if (sequence.keyframes.length === 0) return null;
  if (hover?.type === "insert" || hover?.type === "ground") return hover.gapIndex;
  return hover?.type === "keyframe" ? hover.nearGap : null;
}

function drawEdge(
  context: CanvasRenderingContext2D,
  scene: Scene,
  edge: { index: number; isHold: boolean },
): void {
  const x = edgeX(scene, edge);
  const { top, height } = scene.lanes.segments;
  context.fillStyle = COLORS.text;
  fillRounded(context, { x: x - 2, y: top - 1, width: 4, height: height + 2, radius: 2 });
}

function drawLength(
  context: CanvasRenderingContext2D,
  scene: Scene,
  edge: { index: number; frames: number; isHold: boolean },
): void {
  const { frameRate } = scene.view.project;
  const text = `${edge.isHold ? "Hold" : "Length"} ${edge.frames} f · ${formatTimecode(edge.frames, frameRate)}`;
  const x = edgeX(scene, edge);
  const y = scene.lanes.segments.top - 24;
  const pill = { text, y, height: 20, fill: COLORS.text, color: COLORS.ground, font: FONTS.strong };
  drawPill(context, { ...pill, x: Math.max(4, Math.min(scene.viewport.widthPx - 150, x + 8)) });
}

function edgeX(scene: Scene, edge: { index: number; isHold: boolean }): number {
  const { layout, viewport } = scene;
  const start = layout.startRoom[edge.index] ?? 0;
  const end = layout.startRoom[edge.index + 1] ?? 0;
  const isHeldToEnd = scene.sequence.segments[edge.index]?.isCut ?? true;
  const room = edge.isHold && !isHeldToEnd ? start + holdRoom(layout, edge.index) : end;
  return xAtRoom(viewport, room);
}

function drawBox(
  context: CanvasRenderingContext2D,
  scene: Scene,
  box: { fromX: number; fromY: number; toX: number; toY: number },
): void {
  const { scrollPx } = scene.viewport;
  const x = Math.min(box.fromX, box.toX) - scrollPx;
  const y = Math.min(box.fromY, box.toY);
  const width = Math.abs(box.toX - box.fromX);
  const height = Math.abs(box.toY - box.fromY);
  context.fillStyle = COLORS.selectFill;
  context.fillRect(x, y, width, height);
  context.strokeStyle = COLORS.select;
  context.lineWidth = 1;
  context.strokeRect(
    Math.round(x) + 0.5,
    Math.round(y) + 0.5,
    Math.round(width),
    Math.round(height),
  );
}

function drawInsertionMark(
  context: CanvasRenderingContext2D,
  scene: Scene,
  gapIndex: number,
): void {
  const { layout, viewport, lanes } = scene;
  const room = layout.startRoom[gapIndex] ?? 0;
  const isEnd = gapIndex === layout.keyframeCount && gapIndex > 0;
  const x = xAtRoom(viewport, room) + (isEnd ? 3 : -2);
  const top = lanes.cards.top - 5;
  const bottom = lanes.segments.top + lanes.segments.height + 3;
  context.fillStyle = COLORS.select;
  fillRounded(context, { x: x - 1.5, y: top, width: 3, height: bottom - top, radius: 1.5 });
  for (const y of [top, bottom]) {
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawGhost(
  context: CanvasRenderingContext2D,
  scene: Scene,
  move: { grabbedIndex: number; ids: ReadonlySet<string>; x: number; y: number },
): void {
  const keyframe = scene.sequence.keyframes[move.grabbedIndex];
  if (!keyframe) return;
  const { lanes } = scene;
  const width = Math.min(lanes.cardWidthPx, 150);
  const scale = width / lanes.cardWidthPx;
  const height = (lanes.thumbHeightPx + lanes.labelHeightPx) * scale;
  context.save();
  context.translate(move.x + 8, Math.min(move.y - 10, lanes.height - height - 8));
  context.scale(scale, scale);
  context.shadowColor = "rgba(0,0,0,0.6)";
  context.shadowBlur = 14;
  const behind = Math.min(2, move.ids.size - 1);
  for (let card = behind; card >= 1; card -= 1) {
    context.fillStyle = card === 2 ? "#23252b" : "#2c2f36";
    fillRounded(context, {
      x: 5 * card,
      y: -5 * card,
      width: lanes.cardWidthPx,
      height: height / scale,
      radius: 5,
    });
  }
  context.shadowColor = "transparent";
  const slot = move.grabbedIndex;
  drawCard(context, scene, { keyframe, slot, x: 0, y: 0, width: lanes.cardWidthPx, isGhost: true });
  context.restore();
  if (move.ids.size < 2) return;
  drawPill(context, {
    text: String(move.ids.size),
    x: move.x + width - 6,
    y: Math.min(move.y - 10, lanes.height - height - 8) - 8,
    height: 18,
    fill: COLORS.select,
    color: "#07142a",
    font: FONTS.strong,
  });
}

function drawScrollbar(context: CanvasRenderingContext2D, scene: Scene): void {
  const handle = scrollbarHandle(scene);
  if (!handle) return;
  const { top, height } = scene.lanes.scrollbar;
  const isHovered = scene.hover?.type === "scrollbar";
  context.fillStyle = isHovered ? "rgba(255,255,255,0.34)" : "rgba(255,255,255,0.17)";
  const thickness = isHovered ? 7 : 5;
  const y = top + (height - thickness) / 2;
  fillRounded(context, { x: handle.x, y, width: handle.width, height: thickness, radius: 4 });
}

/** Where the scrollbar's handle is; null when everything is in sight. */
export function scrollbarHandle(scene: Pick<Scene, "layout" | "viewport">): {
  x: number;
  width: number;
  /** Pixels of the timeline to one pixel of the bar. */
  ratio: number;
} | null {
  const { layout, viewport } = scene;
  const contentPx = layout.totalRoom * viewport.pxPerFrame;
  const { widthPx } = viewport;
  const isAllSeen = viewport.scrollPx <= 0 && contentPx - viewport.scrollPx <= widthPx;
  if (isAllSeen || layout.keyframeCount === 0) return null;
  const trackPx = widthPx - 8;
  const spanPx = Math.max(contentPx, viewport.scrollPx + widthPx) + 28;
  const width = Math.max(28, (widthPx / spanPx) * trackPx);
  const ratio = Math.max(0, spanPx - widthPx) / Math.max(1, trackPx - width);
  const x = 4 + (ratio > 0 ? (viewport.scrollPx + 28) / ratio : 0);
  return { x: Math.min(x, widthPx - 4 - width), width, ratio };
}
