"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { IMAGE_ACCEPT } from "#components/ui/image-accept.ts";
import { listenToFileDrop } from "./gestures/listen-to-file-drop.ts";
import { listenToKeys } from "./gestures/listen-to-keys.ts";
import { itemIdOf, listenToPointer, pointOf } from "./gestures/listen-to-pointer.ts";
import { listenToTouch } from "./gestures/listen-to-touch.ts";
import { listenToWheel } from "./gestures/listen-to-wheel.ts";
import { createTimelineController, type TimelineController } from "./timeline-controller.ts";
import { TimelineListbox, type TimelineListboxHandle } from "./timeline-listbox.tsx";
import type { TimelineProps } from "./timeline-props.ts";
import { TimelineToolbar, zoomBy, ZOOM_STEP } from "./timeline-toolbar.tsx";

/**
 * The timeline: ruler, shots, keyframes and segments on a Konva canvas, with a listbox that mirrors it. Fills its
 * parent; made for 160 to 400 px of height and any width.
 */
export function Timeline(props: TimelineProps) {
  const [controller, setController] = useState<TimelineController | null>(null);
  const surface = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const listbox = useRef<TimelineListboxHandle>(null);
  const picker = useRef<HTMLInputElement>(null);
  const pickGap = useRef(0);
  const latest = useRef(props);

  useLayoutEffect(() => {
    latest.current = props;
    controller?.update(props);
  });

  useEffect(() => {
    const element = surface.current;
    const container = canvas.current;
    if (!element || !container) return;
    const made = createTimelineController({ container, props: latest.current });
    const onPickFiles = (gapIndex: number) => {
      pickGap.current = gapIndex;
      picker.current?.click();
    };
    const keys = listenToKeys(element, {
      controller: made,
      zoomIn: () => zoomBy(made, ZOOM_STEP),
      zoomOut: () => zoomBy(made, 1 / ZOOM_STEP),
    });
    const stops = [
      listenToPointer({ element, controller: made, onPickFiles, isPanning: keys.isPanning }),
      listenToTouch({ element, controller: made, onPickFiles }),
      listenToWheel(element, made),
      listenToFileDrop(element, made),
      keys.stop,
    ];
    const resize = () =>
      made.resize({ widthPx: element.clientWidth, heightPx: element.clientHeight });
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    resize();
    made.update(latest.current);
    setController(made);
    return () => {
      setController(null);
      observer.disconnect();
      for (const stop of stops) stop();
      made.destroy();
    };
  }, []);

  const { sight, view } = props;
  useEffect(() => {
    if (!sight || !controller) return;
    sight.segmentIds = controller.segmentIdsInSight;
    return () => {
      sight.segmentIds = () => [];
    };
  }, [sight, controller]);

  const isEmpty = view !== null && view.sequence.keyframes.length === 0;
  return (
    <section
      aria-label="Timeline"
      className={classNames("flex h-full min-h-0 min-w-0 flex-col bg-bg", props.className)}
    >
      <TimelineToolbar
        controller={controller}
        view={view}
        hasSelection={props.selection.ids.size > 0}
      />
      <div
        ref={surface}
        className="relative min-h-0 flex-1 touch-none overflow-hidden select-none"
        onPointerDown={(event) => {
          if (!controller || (event.target instanceof Element && event.target.closest("button"))) {
            return;
          }
          const target = controller.hit(pointOf(event.currentTarget, event.nativeEvent));
          listbox.current?.focusItem(itemIdOf(controller, target));
        }}
      >
        <div ref={canvas} aria-hidden className="absolute inset-0" />
        <TimelineListbox
          controller={controller}
          view={view}
          selection={props.selection}
          progress={props.progress}
          holds={props.holds}
          handle={listbox}
        />
        {isEmpty && (props.uploads?.length ?? 0) === 0 ? (
          <p className="pointer-events-none absolute inset-x-0 top-6 bottom-0 flex items-center justify-center gap-1 text-xs text-faint">
            Keyframes line up here.
            {props.canEdit ? (
              <button
                type="button"
                className="pointer-events-auto rounded-sm px-1 text-muted underline underline-offset-2 hover:text-text"
                onClick={() => {
                  pickGap.current = 0;
                  picker.current?.click();
                }}
              >
                Choose files
              </button>
            ) : null}
          </p>
        ) : null}
        <input
          ref={picker}
          type="file"
          multiple
          accept={IMAGE_ACCEPT}
          className="hidden"
          tabIndex={-1}
          aria-hidden
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = "";
            if (files.length > 0) props.onInsertFiles(files, pickGap.current);
          }}
        />
      </div>
    </section>
  );
}
