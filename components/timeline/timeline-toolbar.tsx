"use client";

import { Maximize2, Minus, MoveHorizontal, Plus } from "lucide-react";
import { useSyncExternalStore } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Slider } from "#components/ui/slider.tsx";
import { formatTimecode } from "#lib/core/frame-rate.ts";
import { zoomToAll, zoomToSelection } from "./item-commands.ts";
import type { TimelineController } from "./timeline-controller.ts";
import type { TimelineView } from "./timeline-props.ts";
import { pxPerFrameAtFraction, xAtRoom, zoomFraction } from "./viewport.ts";
import { roomAtFrame } from "./timeline-layout.ts";

const STEPS = 100;
const SLIDER_INTERVAL_MS = 90;
export const ZOOM_STEP = 1.35;

/** What the film comes to, and the zoom. */
export function TimelineToolbar(props: {
  controller: TimelineController | null;
  view: TimelineView | null;
  hasSelection: boolean;
}) {
  const { controller, view } = props;
  const zoom = useZoom(controller);
  const isEmpty = !view || view.sequence.keyframes.length === 0;
  return (
    <div className="flex h-8 shrink-0 items-center gap-3 border-b border-line bg-panel px-3 text-xs text-muted">
      <p className="min-w-0 truncate tabular-nums">{view ? summaryOf(view) : ""}</p>
      <div className="ml-auto flex items-center gap-0.5">
        <IconButton
          size="small"
          label="Zoom out"
          shortcut="-"
          icon={<Minus />}
          disabled={isEmpty}
          onClick={() => controller && zoomBy(controller, 1 / ZOOM_STEP)}
        />
        <Slider
          label="Timeline zoom"
          className="mx-1 w-20 sm:w-28"
          value={zoom}
          min={0}
          max={STEPS}
          valueText={`${zoom} %`}
          disabled={isEmpty}
          onEdit={(value) => controller && zoomToFraction(controller, value / STEPS)}
        />
        <IconButton
          size="small"
          label="Zoom in"
          shortcut="+"
          icon={<Plus />}
          disabled={isEmpty}
          onClick={() => controller && zoomBy(controller, ZOOM_STEP)}
        />
        <IconButton
          size="small"
          label="Zoom to selection"
          shortcut="Z"
          icon={<MoveHorizontal />}
          disabled={isEmpty || !props.hasSelection}
          onClick={() => controller && zoomToSelection(controller)}
        />
        <IconButton
          size="small"
          label="Zoom to fit"
          shortcut="Shift+Z"
          icon={<Maximize2 />}
          disabled={isEmpty}
          onClick={() => controller && zoomToAll(controller)}
        />
      </div>
    </div>
  );
}

/** Zooms about the playhead while it is in sight, else about the middle. */
export function zoomBy(controller: TimelineController, factor: number): void {
  controller.zoomTo(controller.viewport().pxPerFrame * factor, anchorX(controller));
}

function zoomToFraction(controller: TimelineController, fraction: number): void {
  const { widthPx } = controller.viewport();
  const { totalRoom } = controller.layout();
  controller.zoomTo(pxPerFrameAtFraction(fraction, { widthPx, totalRoom }), anchorX(controller));
}

function anchorX(controller: TimelineController): number {
  const viewport = controller.viewport();
  const room = roomAtFrame(controller.layout(), controller.props().playhead.frame());
  const x = xAtRoom(viewport, room);
  return x >= 0 && x <= viewport.widthPx ? x : viewport.widthPx / 2;
}

function useZoom(controller: TimelineController | null): number {
  return useSyncExternalStore(
    (listener) => (controller ? subscribeSlowly(controller, listener) : () => undefined),
    () => {
      if (!controller || controller.layout().keyframeCount === 0) return 0;
      const fraction = zoomFraction(controller.viewport(), controller.layout().totalRoom);
      return Math.round(Math.min(1, Math.max(0, fraction)) * STEPS);
    },
    () => 0,
  );
}

/** The slider follows some ten times a second: drawn at every frame it cost as much as the timeline. */
function subscribeSlowly(controller: TimelineController, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = controller.onViewportChange(() => {
    timer ??= setTimeout(() => {
      timer = null;
      listener();
    }, SLIDER_INTERVAL_MS);
  });
  return () => {
    stop();
    if (timer) clearTimeout(timer);
  };
}

function summaryOf(view: TimelineView): string {
  const count = view.sequence.keyframes.length;
  if (count === 0) return "No keyframes yet";
  const length = formatTimecode(view.schedule.totalFrames, view.project.frameRate);
  return `${count.toLocaleString()} ${count === 1 ? "keyframe" : "keyframes"} · ${length}`;
}
