import { isEmptyChange } from "#lib/core/change.ts";
import { moveKeyframes } from "#lib/core/edits/move-keyframes.ts";
import type { TimelineController } from "../timeline-controller.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

/** Drags the selected keyframes to another gap. One change at the end. */
export function beginMove(
  controller: TimelineController,
  start: { ids: ReadonlySet<string>; grabbedIndex: number; onClick: () => void },
): Gesture {
  const { ids, grabbedIndex } = start;
  const toIndexAt = (point: GesturePoint) => controller.gapAt(point.x);
  return {
    cursor: "grabbing",
    scrollsAtEdges: true,
    move(point) {
      const { x, y } = point;
      const toIndex = toIndexAt(point);
      controller.setPreview({ type: "move", ids, grabbedIndex, toIndex, x, y });
    },
    end(point, isDrag) {
      controller.setPreview({ type: "none" });
      if (!isDrag) {
        start.onClick();
        return;
      }
      const { view, commit } = controller.props();
      if (!view) return;
      const toIndex = toIndexAt(point);
      const { sequence } = view;
      // Somebody may have removed some of them while they were held.
      const keyframeIds = sequence.keyframes.filter(({ id }) => ids.has(id)).map(({ id }) => id);
      const change = moveKeyframes({ sequence, keyframeIds, toIndex });
      if (isEmptyChange(change)) return;
      commit({ label: moveLabel(keyframeIds.length), change });
    },
    cancel() {
      controller.setPreview({ type: "none" });
    },
  };
}

export function moveLabel(count: number): string {
  return count === 1 ? "Move keyframe" : `Move ${count} keyframes`;
}
