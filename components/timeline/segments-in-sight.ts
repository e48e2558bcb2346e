import type { Scene } from "./scene.ts";
import { slotAtRoom } from "./timeline-layout.ts";
import { roomAtX } from "./viewport.ts";

/** The segments that lie in the window, wholly or in part, in order; cuts are left out. */
export function segmentsInSight(scene: Scene): string[] {
  const { layout, viewport, sequence } = scene;
  if (layout.keyframeCount === 0) return [];
  const first = slotAtRoom(layout, roomAtX(viewport, 0));
  const last = slotAtRoom(layout, roomAtX(viewport, viewport.widthPx));
  return sequence.segments
    .slice(first, last + 1)
    .flatMap((segment) => (segment.isCut ? [] : [segment.id]));
}
