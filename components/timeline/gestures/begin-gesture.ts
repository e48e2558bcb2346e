import { extendTo, selectOnly, toggleItem, EMPTY_SELECTION } from "#lib/core/selection.ts";
import type { HitTarget } from "../hit-test.ts";
import { itemIdsIn } from "../item-ids.ts";
import { seekToKeyframe } from "../item-commands.ts";
import { shotAt, shotsOf } from "../shots.ts";
import type { TimelineController } from "../timeline-controller.ts";
import { beginBox } from "./begin-box.ts";
import { beginEdge } from "./begin-edge.ts";
import { beginMove } from "./begin-move.ts";
import { beginScrollbar, beginScrub } from "./begin-scroll.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

/** The gesture that a press of the main button starts on what is under it; null when the press was all. */
export function beginGesture(
  controller: TimelineController,
  options: { target: HitTarget; point: GesturePoint; onPickFiles: (gapIndex: number) => void },
): Gesture | null {
  const { target, point } = options;
  const { view, selection, canEdit, onSelectionChange } = controller.props();
  if (!view) return null;
  const clear = () => {
    if (!point.isShift && !point.isCtrl && selection.ids.size > 0) {
      onSelectionChange(EMPTY_SELECTION);
    }
  };
  switch (target.type) {
    case "ruler":
      return view.sequence.keyframes.length > 0 ? beginScrub(controller, point) : null;
    case "scrollbar":
      return beginScrollbar(controller, point);
    case "insert":
      return canEdit ? clickOnly(() => options.onPickFiles(target.gapIndex)) : null;
    case "shot":
      return clickOnly(() => selectShot(controller, target.index));
    case "hold-edge":
    case "length-edge": {
      const type = target.type === "hold-edge" ? "hold" : "length";
      return canEdit ? beginEdge(controller, { point, type, index: target.index }) : null;
    }
    case "keyframe":
      return pressKeyframe(controller, target.index, point);
    case "segment": {
      const id = view.sequence.segments[target.index]?.id;
      if (id === undefined) return null;
      return beginBox(controller, point, () => {
        const isPressed = target.isOnButton && canEdit && pressButton(controller, id);
        if (!isPressed) selectByClick(controller, id, point);
      });
    }
    case "ground":
      return beginBox(controller, point, clear);
  }
}

/** A click with its shift and ctrl. */
export function selectByClick(
  controller: TimelineController,
  id: string,
  point: Pick<GesturePoint, "isShift" | "isCtrl">,
): void {
  const { view, selection, onSelectionChange } = controller.props();
  if (!view) return;
  if (point.isShift) {
    onSelectionChange(
      extendTo({ selection, id, itemIds: itemIdsIn(view.sequence, selection, id) }),
    );
  } else if (point.isCtrl) {
    onSelectionChange(toggleItem(selection, id));
  } else {
    onSelectionChange(selectOnly(id));
  }
}

function pressKeyframe(
  controller: TimelineController,
  index: number,
  point: GesturePoint,
): Gesture | null {
  const { view, selection, canEdit, isPlaying } = controller.props();
  const id = view?.sequence.keyframes[index]?.id;
  if (!view || id === undefined) return null;
  const isPlain = !point.isShift && !point.isCtrl;
  const wasSelected = selection.ids.has(id);
  // A press on one of several selected keyframes may become a drag of them all, so it selects at its end.
  if (!wasSelected || point.isShift) selectByClick(controller, id, point);
  const onClick = () => {
    if (wasSelected && !point.isShift) selectByClick(controller, id, point);
    if (isPlain && !isPlaying) seekToKeyframe(controller, index);
  };
  if (!canEdit) return clickOnly(onClick);
  const picked = wasSelected || !isPlain ? controller.props().selection.ids : new Set([id]);
  const ids = new Set([...picked, id].filter((one) => !one.includes("~")));
  return beginMove(controller, { ids, grabbedIndex: index, onClick });
}

function pressButton(controller: TimelineController, segmentId: string): boolean {
  const scene = controller.scene();
  const segment = scene?.sequence.segments.find(({ id }) => id === segmentId);
  if (!scene || !segment) return false;
  const { state } = scene.states.exact(segment);
  if (state !== "empty" && state !== "failed" && state !== "stale") return false;
  controller.props().onGenerate({ scope: "segments", segmentIds: [segmentId] });
  return true;
}

function selectShot(controller: TimelineController, keyframeIndex: number): void {
  const { view, onSelectionChange } = controller.props();
  const shot = view ? shotAt(shotsOf(view.sequence), keyframeIndex) : null;
  if (!view || !shot) return;
  const keyframes = view.sequence.keyframes.slice(shot.firstIndex, shot.lastIndex + 1);
  const segments = view.sequence.segments.slice(shot.firstIndex, shot.lastIndex);
  const ids = new Set([...keyframes, ...segments].map(({ id }) => id));
  onSelectionChange({ ids, anchorId: keyframes[0]?.id ?? null });
}

function clickOnly(onClick: () => void): Gesture {
  return {
    cursor: "default",
    scrollsAtEdges: false,
    move: () => undefined,
    end: onClick,
    cancel: () => undefined,
  };
}
