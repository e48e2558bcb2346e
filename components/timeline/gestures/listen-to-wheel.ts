import type { TimelineController } from "../timeline-controller.ts";

/** One line of a mouse wheel that counts in lines. */
const LINE_PX = 32;
const ZOOM_PER_PX = 0.0035;
const MAX_STEP_PX = 120;

/**
 * The wheel pans; with ctrl or Command held (which is how browsers tell a trackpad's pinch, too) it zooms about the
 * pointer.
 * @returns the function that stops listening.
 */
export function listenToWheel(element: HTMLElement, controller: TimelineController): () => void {
  function onWheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    if (event.ctrlKey || event.metaKey) {
      const step = Math.max(-MAX_STEP_PX, Math.min(MAX_STEP_PX, event.deltaY * unit));
      const anchorX = event.clientX - element.getBoundingClientRect().left;
      const { pxPerFrame } = controller.viewport();
      controller.zoomTo(pxPerFrame * Math.exp(-step * ZOOM_PER_PX), anchorX);
      return;
    }
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    controller.pan((isSideways ? event.deltaX : event.deltaY) * unit);
  }
  // Not passive: the page must not scroll or zoom along.
  element.addEventListener("wheel", onWheel, { passive: false });
  return () => element.removeEventListener("wheel", onWheel);
}
