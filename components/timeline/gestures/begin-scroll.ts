import { scrollbarHandle } from "../draw/draw-overlay.ts";
import { frameAtRoom } from "../timeline-layout.ts";
import type { TimelineController } from "../timeline-controller.ts";
import { roomAtX } from "../viewport.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

/** Moves the ground under the pointer. */
export function beginPan(
  controller: TimelineController,
  start: GesturePoint,
  onClick: (point: GesturePoint) => void,
): Gesture {
  let lastX = start.x;
  return {
    cursor: "grabbing",
    scrollsAtEdges: false,
    move(point) {
      controller.pan(lastX - point.x);
      lastX = point.x;
    },
    end(point, isDrag) {
      if (!isDrag) onClick(point);
    },
    cancel: () => undefined,
  };
}

/** Drags the scrollbar's handle; a press beside it brings it to the pointer first. */
export function beginScrollbar(controller: TimelineController, start: GesturePoint): Gesture {
  const layout = controller.layout();
  const handle = scrollbarHandle({ layout, viewport: controller.viewport() });
  const ratio = handle?.ratio ?? 0;
  if (handle && (start.x < handle.x || start.x > handle.x + handle.width)) {
    controller.pan((start.x - handle.x - handle.width / 2) * ratio);
  }
  const base = controller.viewport();
  return {
    cursor: "default",
    scrollsAtEdges: false,
    move(point) {
      controller.setViewport({ ...base, scrollPx: base.scrollPx + (point.x - start.x) * ratio });
    },
    end: () => undefined,
    cancel() {
      controller.setViewport(base);
    },
  };
}

/** Drags the playhead along the ruler; it goes to the pointer at once. */
export function beginScrub(controller: TimelineController, start: GesturePoint): Gesture {
  const { playhead } = controller.props();
  const before = playhead.frame();
  const scrub = (point: GesturePoint) => {
    const layout = controller.layout();
    const frame = Math.round(frameAtRoom(layout, roomAtX(controller.viewport(), point.x)));
    playhead.setFrame(Math.min(Math.max(0, layout.totalFrames - 1), Math.max(0, frame)));
  };
  scrub(start);
  return {
    cursor: "ew-resize",
    scrollsAtEdges: true,
    move: scrub,
    end: scrub,
    cancel: () => playhead.setFrame(before),
  };
}
