import type { TimelineController } from "../timeline-controller.ts";
import { beginGesture } from "./begin-gesture.ts";
import { beginPan } from "./begin-scroll.ts";
import { createEdgeScroll } from "./edge-scroll.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";
import { isOnControl, pointOf } from "./listen-to-pointer.ts";

const LONG_PRESS_MS = 420;
const TREMBLE_PX = 9;

/**
 * Fingers: one pans, two zoom, a tap selects, a long press takes hold of a keyframe. The ruler, the scrollbar and the
 * edges of what is selected answer at once.
 * @returns the function that stops listening.
 */
export function listenToTouch(options: {
  element: HTMLElement;
  controller: TimelineController;
  onPickFiles: (gapIndex: number) => void;
}): () => void {
  const { element, controller, onPickFiles } = options;
  const fingers = new Map<number, GesturePoint>();
  let gesture: Gesture | null = null;
  let start: GesturePoint | null = null;
  let isDrag = false;
  let longPress: ReturnType<typeof setTimeout> | null = null;
  let pinch: { distance: number; pxPerFrame: number } | null = null;
  const edgeScroll = createEdgeScroll(controller, () => {
    const [point] = fingers.values();
    if (gesture && point && isDrag) gesture.move(point);
  });

  function press(point: GesturePoint): Gesture | null {
    return beginGesture(controller, { target: controller.hit(point), point, onPickFiles });
  }

  function onDown(event: PointerEvent): void {
    if (event.pointerType !== "touch" || isOnControl(event)) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const point = pointOf(element, event);
    fingers.set(event.pointerId, point);
    if (fingers.size === 2) {
      endLongPress();
      gesture?.cancel();
      gesture = null;
      pinch = { distance: spread(), pxPerFrame: controller.viewport().pxPerFrame };
      return;
    }
    if (fingers.size > 1) return;
    start = point;
    isDrag = false;
    const target = controller.hit(point);
    const isHandle = target.type === "ruler" || target.type === "scrollbar" || isOwnEdge(point);
    gesture = isHandle ? press(point) : beginPan(controller, point, tap);
    if (isHandle) return;
    longPress = setTimeout(() => {
      longPress = null;
      gesture = press(point);
      navigator.vibrate?.(12);
      if (gesture && target.type === "keyframe") {
        isDrag = true;
        gesture.move(point);
      }
    }, LONG_PRESS_MS);
  }

  /** Edges lie close together under a finger, so only those of a selected item can be dragged. */
  function isOwnEdge(point: GesturePoint): boolean {
    const target = controller.hit(point);
    const sequence = controller.props().view?.sequence;
    const { ids } = controller.props().selection;
    if (target.type === "hold-edge") return ids.has(sequence?.keyframes[target.index]?.id ?? "");
    if (target.type === "length-edge") return ids.has(sequence?.segments[target.index]?.id ?? "");
    return false;
  }

  function tap(point: GesturePoint): void {
    press(point)?.end(point, false);
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerType !== "touch" || !fingers.has(event.pointerId)) return;
    const point = pointOf(element, event);
    const before = middle();
    fingers.set(event.pointerId, point);
    if (pinch && fingers.size === 2) {
      const after = middle();
      controller.pan(before - after);
      controller.zoomTo((pinch.pxPerFrame * spread()) / Math.max(20, pinch.distance), after);
      return;
    }
    if (!gesture || !start || pinch) return;
    isDrag ||= Math.hypot(point.x - start.x, point.y - start.y) >= TREMBLE_PX;
    if (!isDrag) return;
    endLongPress();
    gesture.move(point);
    if (gesture.scrollsAtEdges) edgeScroll.follow(point.x);
  }

  function onUp(event: PointerEvent): void {
    if (event.pointerType !== "touch" || !fingers.delete(event.pointerId)) return;
    endLongPress();
    edgeScroll.stop();
    const ended = gesture;
    if (fingers.size === 0) pinch = null;
    gesture = null;
    if (event.type === "pointerup") ended?.end(pointOf(element, event), isDrag);
    else ended?.cancel();
  }

  function endLongPress(): void {
    if (longPress) clearTimeout(longPress);
    longPress = null;
  }

  function spread(): number {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 1;
  }

  function middle(): number {
    const points = [...fingers.values()];
    return points.reduce((sum, { x }) => sum + x, 0) / Math.max(1, points.length);
  }

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  return () => {
    endLongPress();
    edgeScroll.stop();
    gesture?.cancel();
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
  };
}
