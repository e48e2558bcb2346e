import { EMPTY_SELECTION, selectBox, type Selection } from "#lib/core/selection.ts";
import { itemsInBox } from "../box-items.ts";
import type { TimelineController } from "../timeline-controller.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

/** Draws a box and selects what it touches; with ctrl or shift held, on top of what is selected. */
export function beginBox(
  controller: TimelineController,
  start: GesturePoint,
  onClick: () => void,
): Gesture {
  const fromX = start.x + controller.viewport().scrollPx;
  const keeps = start.isShift || start.isCtrl;
  const base = keeps ? controller.props().selection : EMPTY_SELECTION;
  let selection: Selection = controller.props().selection;
  const finish = () => {
    controller.setPreview({ type: "none" });
    controller.setLiveSelection(null);
  };
  return {
    cursor: "default",
    scrollsAtEdges: true,
    move(point) {
      const toX = point.x + controller.viewport().scrollPx;
      const box = { fromX, fromY: start.y, toX, toY: point.y };
      const scene = controller.scene();
      if (!scene) return;
      selection = selectBox({ selection: base, ids: itemsInBox(scene, box) });
      controller.setLiveSelection(selection);
      controller.setPreview({ type: "box", box });
    },
    end(_point, isDrag) {
      finish();
      if (isDrag) controller.props().onSelectionChange(selection);
      else onClick();
    },
    cancel: finish,
  };
}
