"use client";

import { useCallback, useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { optionsInWindow, type ListOption } from "./list-options.ts";
import { pressTimelineKey } from "./timeline-keys.ts";
import type { TimelineController } from "./timeline-controller.ts";
import type { TimelineProps } from "./timeline-props.ts";

/** Scrolling is told to assistive technology when it comes to rest. */
const SETTLE_MS = 120;

export type TimelineListboxHandle = {
  /** Takes the keyboard after a press on the canvas, at this item. */
  focusItem(itemId: string | null): void;
};

/**
 * The canvas for those who don't see it, and for the keyboard: a list of the items in sight, each where it is drawn,
 * with the same commands. Only the canvas is seen; it shows this list's focus.
 */
export function TimelineListbox(props: {
  controller: TimelineController | null;
  view: TimelineProps["view"];
  selection: TimelineProps["selection"];
  progress: TimelineProps["progress"];
  holds: TimelineProps["holds"];
  handle: Ref<TimelineListboxHandle>;
}) {
  const { controller, view, selection, progress, holds } = props;
  const [activeId, setActiveId] = useState<string | null>(null);
  const [options, setOptions] = useState<readonly ListOption[]>([]);
  const list = useRef<HTMLDivElement>(null);

  const refresh = useCallback(() => {
    const scene = controller?.scene();
    setOptions(scene ? optionsInWindow(scene, activeId) : []);
  }, [controller, activeId]);

  // The controller takes the same props in a layout effect, so that this one reads the new scene.
  useEffect(refresh, [refresh, view, progress, holds]);

  useEffect(() => {
    if (!controller) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = controller.onViewportChange(() => {
      if (timer) clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        refresh();
      }, SETTLE_MS);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [controller, refresh]);

  useImperativeHandle(
    props.handle,
    () => ({
      focusItem(itemId) {
        list.current?.focus({ preventScroll: true });
        // After the focus, which begins where the keyboard was last; a press shows what it hit by selecting it.
        if (itemId !== null) setActiveId(itemId);
        controller?.setFocusedItem(null);
      },
    }),
    [controller],
  );

  const showFocus = (itemId: string | null) => controller?.setFocusedItem(itemId);
  const active = options.some(({ id }) => id === activeId) ? activeId : null;
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label="Timeline"
      aria-multiselectable
      aria-orientation="horizontal"
      {...(active === null ? {} : { "aria-activedescendant": optionElementId(active) })}
      className="pointer-events-none absolute inset-0 overflow-hidden opacity-0 outline-none"
      onFocus={(event) => {
        if (!event.currentTarget.matches(":focus-visible")) return;
        const first = activeId ?? [...selection.ids][0] ?? view?.sequence.keyframes[0]?.id ?? null;
        setActiveId(first);
        showFocus(first);
      }}
      onBlur={() => showFocus(null)}
      onKeyDown={(event) => {
        if (!controller) return;
        const next = pressTimelineKey(controller, event, activeId);
        if (next === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        setActiveId(next);
        showFocus(next);
      }}
    >
      {options.map((option) => (
        <div
          key={option.id}
          id={optionElementId(option.id)}
          role="option"
          aria-selected={selection.ids.has(option.id)}
          aria-posinset={option.place + 1}
          aria-setsize={option.count}
          className="absolute"
          style={option.box}
          // A screen reader's own click; the pointer's goes to the canvas.
          onClick={() =>
            controller?.props().onSelectionChange({
              ids: new Set([option.id]),
              anchorId: option.id,
            })
          }
        >
          {option.label}
        </div>
      ))}
    </div>
  );
}

function optionElementId(itemId: string): string {
  return `timeline-item-${itemId}`;
}
