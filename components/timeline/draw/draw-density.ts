import type { Scene } from "../scene.ts";
import type { SegmentTone } from "../segment-look.ts";
import { COLORS, TONE_FILL, TONE_MARK } from "../timeline-colors.ts";
import { slotAtRoom } from "../timeline-layout.ts";
import { roomAtX, xAtRoom } from "../viewport.ts";

/** What a column shows when several states fall into it: that which most needs somebody. */
const PRIORITY: Record<SegmentTone, number> = {
  failed: 8,
  running: 7,
  waiting: 6,
  queued: 5,
  paused: 4,
  stale: 3,
  empty: 2,
  ready: 1,
  cut: 0,
};

/** The lane when slots are narrower than a few pixels: each pixel column shows the state that matters most in it. */
export function drawDensity(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, viewport, sequence, states, selection } = scene;
  const { top, height } = scene.lanes.segments;
  const firstX = Math.max(0, Math.floor(xAtRoom(viewport, 0)));
  const lastX = Math.min(viewport.widthPx, Math.ceil(xAtRoom(viewport, layout.totalRoom)));
  const hasSelection = selection.ids.size > 0;
  let slot = slotAtRoom(layout, roomAtX(viewport, firstX));
  let run: { tone: SegmentTone; isSelected: boolean; fromX: number } | null = null;
  const flush = (toX: number) => {
    if (!run) return;
    context.fillStyle = run.isSelected ? "#2b4570" : TONE_FILL[run.tone];
    context.fillRect(run.fromX, top, toX - run.fromX, height);
    context.fillStyle = run.isSelected ? COLORS.select : TONE_MARK[run.tone];
    context.fillRect(run.fromX, top + height - 6, toX - run.fromX, 6);
  };
  for (let x = firstX; x < lastX; x += 1) {
    const endRoom = roomAtX(viewport, x + 1);
    let tone: SegmentTone = "cut";
    let isSelected = false;
    for (; slot < layout.keyframeCount; slot += 1) {
      const segment = sequence.segments[slot];
      if (segment) {
        const own = states.tone(segment);
        if (PRIORITY[own] > PRIORITY[tone]) tone = own;
        if (hasSelection && selection.ids.has(segment.id)) isSelected = true;
      }
      if ((layout.startRoom[slot + 1] ?? Infinity) >= endRoom) break;
    }
    if (run && run.tone === tone && run.isSelected === isSelected) continue;
    flush(x);
    run = { tone, isSelected, fromX: x };
  }
  flush(lastX);
}
