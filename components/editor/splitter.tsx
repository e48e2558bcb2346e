"use client";

import { useRef, type KeyboardEvent, type PointerEvent } from "react";

/** Pixels that an arrow key moves a splitter. */
const KEY_STEP_PX = 24;

/**
 * The line between two panels, dragged or moved with the arrow keys.
 * @param props.sizePx the size of the panel behind it (right of a vertical, below a horizontal one).
 */
export function Splitter(props: {
  label: string;
  orientation: "vertical" | "horizontal";
  sizePx: number;
  minPx: number;
  maxPx: number;
  onResize: (sizePx: number) => void;
}) {
  const { orientation, sizePx, minPx, maxPx, onResize } = props;
  const start = useRef<{ at: number; sizePx: number } | null>(null);
  const isVertical = orientation === "vertical";
  const at = (event: PointerEvent) => (isVertical ? event.clientX : event.clientY);
  const resize = (wantedPx: number) =>
    onResize(Math.round(Math.min(maxPx, Math.max(minPx, wantedPx))));
  const onKeyDown = (event: KeyboardEvent) => {
    const [grow, shrink] = isVertical ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    resize(sizePx + (event.key === grow ? KEY_STEP_PX : -KEY_STEP_PX));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(sizePx)}
      aria-valuemin={minPx}
      aria-valuemax={Math.round(maxPx)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: at(event), sizePx };
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.sizePx + start.current.at - at(event));
      }}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      className={
        isVertical
          ? "group relative z-10 w-px shrink-0 cursor-col-resize touch-none bg-line hover:bg-select focus-visible:bg-select"
          : "group relative z-10 h-px shrink-0 cursor-row-resize touch-none bg-line hover:bg-select focus-visible:bg-select"
      }
    >
      <span
        className={isVertical ? "absolute inset-y-0 -inset-x-1" : "absolute inset-x-0 -inset-y-1"}
      />
    </div>
  );
}
