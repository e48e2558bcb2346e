import type { Scene } from "../scene.ts";
import { shotAt, shotsOf } from "../shots.ts";
import { COLORS, FONTS } from "../timeline-colors.ts";
import { slotAtRoom } from "../timeline-layout.ts";
import { roomAtX, xAtRoom } from "../viewport.ts";
import { fillRounded, fitText } from "./shapes.ts";

/** A bracket over each shot, with its name. */
export function drawShots(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, lanes } = scene;
  const shots = shotsOf(scene.sequence);
  if (!lanes.shots || shots.length === 0) return;
  const { top, height } = lanes.shots;
  const firstSlot = slotAtRoom(layout, roomAtX(viewport, 0));
  const lastSlot = slotAtRoom(layout, roomAtX(viewport, viewport.widthPx));
  const begin = shotAt(shots, firstSlot)?.number ?? 1;
  let drawnTo = -Infinity;
  for (let place = begin - 1; place < shots.length; place += 1) {
    const shot = shots[place];
    if (!shot || shot.firstIndex > lastSlot) break;
    const left = xAtRoom(viewport, layout.startRoom[shot.firstIndex] ?? 0);
    const right = xAtRoom(viewport, layout.startRoom[shot.lastIndex + 1] ?? 0);
    // Thousands of cuts in sight are one pixel column each at most.
    if (right - drawnTo < 1) continue;
    drawnTo = right;
    const width = Math.max(1, right - left - 2);
    const isHovered = scene.hover?.type === "shot" && shotAt(shots, scene.hover.index) === shot;
    context.fillStyle = isHovered ? COLORS.cardHover : COLORS.card;
    if (width < 6) context.fillRect(left, top, width, height);
    else fillRounded(context, { x: left, y: top, width, height, radius: 4 });
    if (width < 30) continue;
    context.fillStyle = COLORS.faint;
    context.fillRect(left + 6, top + 6, 2, height - 12);
    context.font = FONTS.normal;
    context.fillStyle = COLORS.muted;
    context.textBaseline = "middle";
    context.textAlign = "left";
    // The name stays in sight while any of its shot is.
    const textX = Math.max(left + 13, Math.min(8, right - 60));
    const text = fitText(context, shot.name, right - textX - 10);
    context.fillText(text, textX, top + height / 2 + 0.5);
  }
}
