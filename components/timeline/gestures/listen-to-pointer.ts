import type { HitTarget } from "../hit-test.ts";
import { openItem } from "../item-commands.ts";
import type { TimelineController } from "../timeline-controller.ts";
import { beginGesture, selectByClick } from "./begin-gesture.ts";
import { beginPan } from "./begin-scroll.ts";
import { createEdgeScroll } from "./edge-scroll.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

const DRAG_AFTER_PX = 4;

/**
 * Turns the mouse's and the pen's events into gestures. Fingers have their own, in `listen-to-touch.ts`.
 * @returns the function that stops listening.
 */
export function listenToPointer(options: {
  element: HTMLElement;
  controller: TimelineController;
  onPickFiles: (gapIndex: number) => void;
  /** Space is held: a drag pans. */
  isPanning: () => boolean;
}): () => void {
  const { element, controller } = options;
  let gesture: Gesture | null = null;
  let pointerId = -1;
  let startPoint: GesturePoint | null = null;
  let lastPoint: GesturePoint | null = null;
  let isDrag = false;
  const edgeScroll = createEdgeScroll(controller, () => {
    if (gesture && lastPoint && isDrag) gesture.move(lastPoint);
  });

  function onDown(event: PointerEvent): void {
    if (event.pointerType === "touch" || gesture || isOnControl(event)) return;
    const point = pointOf(element, event);
    const isPan = event.button === 1 || (event.button === 0 && options.isPanning());
    if (event.button !== 0 && !isPan) return;
    event.preventDefault();
    const target = controller.hit(point);
    gesture = isPan
      ? beginPan(controller, point, () => undefined)
      : beginGesture(controller, { target, point, onPickFiles: options.onPickFiles });
    if (!gesture) return;
    pointerId = event.pointerId;
    element.setPointerCapture(pointerId);
    startPoint = point;
    lastPoint = point;
    isDrag = false;
    addEventListener("keydown", onKey, true);
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const point = pointOf(element, event);
    if (!gesture) {
      const target = controller.hit(point);
      controller.setHover(target);
      element.style.cursor = options.isPanning() ? "grab" : cursorOf(target, controller);
      return;
    }
    if (event.pointerId !== pointerId || !startPoint) return;
    lastPoint = point;
    isDrag ||= Math.hypot(point.x - startPoint.x, point.y - startPoint.y) >= DRAG_AFTER_PX;
    if (!isDrag) return;
    element.style.cursor = gesture.cursor;
    gesture.move(point);
    if (gesture.scrollsAtEdges) edgeScroll.follow(point.x);
  }

  function finish(act: (gesture: Gesture) => void): void {
    const ended = gesture;
    gesture = null;
    edgeScroll.stop();
    removeEventListener("keydown", onKey, true);
    if (element.hasPointerCapture(pointerId)) element.releasePointerCapture(pointerId);
    if (ended) act(ended);
    element.style.cursor = "default";
  }

  function onUp(event: PointerEvent): void {
    if (!gesture || event.pointerId !== pointerId) return;
    finish((ended) => ended.end(pointOf(element, event), isDrag));
  }

  function onLost(event: PointerEvent): void {
    if (gesture && event.pointerId === pointerId) finish((ended) => ended.cancel());
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    finish((ended) => ended.cancel());
  }

  function onLeave(): void {
    if (!gesture) controller.setHover(null);
  }

  function onDoubleClick(event: MouseEvent): void {
    const id = itemIdOf(controller, controller.hit(pointOf(element, event)));
    if (id !== null) openItem(controller, id);
  }

  function onContextMenu(event: MouseEvent): void {
    event.preventDefault();
    const point = pointOf(element, event);
    openMenuAt(controller, point, event);
  }

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onLost);
  element.addEventListener("lostpointercapture", onLost);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("dblclick", onDoubleClick);
  element.addEventListener("contextmenu", onContextMenu);
  return () => {
    finish((ended) => ended.cancel());
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onLost);
    element.removeEventListener("lostpointercapture", onLost);
    element.removeEventListener("pointerleave", onLeave);
    element.removeEventListener("dblclick", onDoubleClick);
    element.removeEventListener("contextmenu", onContextMenu);
  };
}

/** Buttons that lie over the canvas take their own presses. */
export function isOnControl(event: Event): boolean {
  return event.target instanceof Element && event.target.closest("button") !== null;
}

export function pointOf(
  element: HTMLElement,
  event: MouseEvent & { readonly pointerType?: string },
): GesturePoint {
  const bounds = element.getBoundingClientRect();
  return {
    x: event.clientX - bounds.left,
    y: event.clientY - bounds.top,
    isShift: event.shiftKey,
    isCtrl: event.ctrlKey || event.metaKey,
    isTouch: event.pointerType === "touch",
  };
}

/** The keyframe or segment that a target is, or null. */
export function itemIdOf(controller: TimelineController, target: HitTarget): string | null {
  const sequence = controller.props().view?.sequence;
  if (target.type === "keyframe") return sequence?.keyframes[target.index]?.id ?? null;
  if (target.type === "segment") return sequence?.segments[target.index]?.id ?? null;
  return null;
}

/** Asks for the context menu, with the item under it selected first if it was not. */
function openMenuAt(
  controller: TimelineController,
  point: GesturePoint,
  client: { readonly clientX: number; readonly clientY: number },
): void {
  const itemId = itemIdOf(controller, controller.hit(point));
  if (itemId !== null && !controller.props().selection.ids.has(itemId)) {
    selectByClick(controller, itemId, { isShift: false, isCtrl: false });
  }
  const { selection, onOpenMenu } = controller.props();
  const ids = itemId !== null && !selection.ids.has(itemId) ? [itemId] : [...selection.ids];
  onOpenMenu?.({
    clientX: client.clientX,
    clientY: client.clientY,
    itemId,
    selectedIds: ids,
    gapIndex: controller.gapAt(point.x),
  });
}

function cursorOf(target: HitTarget, controller: TimelineController): string {
  const { canEdit } = controller.props();
  switch (target.type) {
    case "ruler":
      return "ew-resize";
    case "hold-edge":
    case "length-edge":
      return canEdit ? "ew-resize" : "default";
    case "insert":
      return canEdit ? "pointer" : "default";
    case "segment":
      return target.isOnButton && canEdit ? "pointer" : "default";
    case "keyframe":
      return canEdit ? "grab" : "default";
    case "shot":
      return "pointer";
    case "scrollbar":
    case "ground":
      return "default";
  }
}
