"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { DropOverlay } from "./drop-overlay.tsx";
import { useEditor, useEditorState } from "./editor-context.ts";
import { InspectorHost } from "./inspector-host.tsx";
import { NextStepHint } from "./next-step-hint.tsx";
import { PreviewHost } from "./preview-host.tsx";
import { Splitter } from "./splitter.tsx";
import { TimelineHost } from "./timeline-host.tsx";
import { WIDE_QUERY } from "./use-editor-parts.ts";
import { useMediaQuery } from "./use-media-query.ts";
import { useStoredNumber } from "./use-stored-number.ts";

const QueuePanel = dynamic(() => import("./queue-panel.tsx").then((module) => module.QueuePanel), {
  ssr: false,
});
const UploadTray = dynamic(() => import("./upload-tray.tsx").then((module) => module.UploadTray), {
  ssr: false,
});

const INSPECTOR_PX = { min: 260, max: 520, start: 320 } as const;
/** The timeline's share of the window's height, so that it fits another window too. */
const TIMELINE_SHARE = { min: 0.2, max: 0.7, start: 0.4 } as const;
const TIMELINE_MIN_PX = 168;

/** Preview and inspector above, timeline below; on narrow windows the inspector lies over the preview. */
export function EditorPanels(props: { isDraggedOver: boolean; onPick: () => void }) {
  const { state, uploads } = useEditor();
  const hasUploads = useStore(uploads, ({ items }) => items.length > 0);
  const isOpen = useEditorState((editor) => editor.isInspectorOpen);
  const isQueueOpen = useEditorState((editor) => editor.isQueueOpen);
  const isWide = useMediaQuery(WIDE_QUERY);
  const heightPx = useWindowHeight();
  const [inspectorPx, setInspectorPx] = useStoredNumber("genga.inspector-px", INSPECTOR_PX.start);
  const [share, setShare] = useStoredNumber("genga.timeline-share", TIMELINE_SHARE.start);
  const timelinePx = Math.max(TIMELINE_MIN_PX, Math.round(heightPx * share));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative flex min-h-0 flex-1">
        <main className="relative min-w-0 flex-1">
          <PreviewHost onPick={props.onPick} />
          {isQueueOpen ? <QueuePanel /> : null}
          {props.isDraggedOver ? <DropOverlay /> : null}
        </main>
        {isOpen && isWide ? (
          <>
            <Splitter
              label="Width of the inspector"
              orientation="vertical"
              sizePx={inspectorPx}
              minPx={INSPECTOR_PX.min}
              maxPx={INSPECTOR_PX.max}
              onResize={setInspectorPx}
            />
            <div className="shrink-0" style={{ width: inspectorPx }}>
              <InspectorHost />
            </div>
          </>
        ) : null}
        {isOpen && !isWide ? (
          <div className="absolute inset-y-0 right-0 z-20 flex w-80 flex-col max-w-full border-l border-line shadow-float max-sm:fixed max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:h-[55dvh] max-sm:w-full max-sm:border-t max-sm:border-l-0">
            <button
              type="button"
              className="hidden h-8 shrink-0 border-b border-line bg-panel px-3 text-right text-xs font-medium text-select max-sm:block"
              onClick={() => state.setState({ isInspectorOpen: false })}
            >
              Done
            </button>
            <div className="min-h-0 flex-1">
              <InspectorHost />
            </div>
          </div>
        ) : null}
        {hasUploads ? <UploadTray /> : null}
      </div>
      <NextStepHint onPick={props.onPick} />
      <Splitter
        label="Height of the timeline"
        orientation="horizontal"
        sizePx={timelinePx}
        minPx={TIMELINE_MIN_PX}
        maxPx={heightPx * TIMELINE_SHARE.max}
        onResize={(sizePx) =>
          setShare(Math.max(TIMELINE_SHARE.min, sizePx / Math.max(1, heightPx)))
        }
      />
      <div className="shrink-0 bg-panel" style={{ height: timelinePx }}>
        <TimelineHost />
      </div>
    </div>
  );
}

function useWindowHeight(): number {
  const [heightPx, setHeightPx] = useState(() => innerHeight);
  useEffect(() => {
    const onResize = () => setHeightPx(innerHeight);
    addEventListener("resize", onResize);
    return () => removeEventListener("resize", onResize);
  }, []);
  return heightPx;
}
