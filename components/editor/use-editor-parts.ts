"use client";

import { useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import { createPreviewController } from "#components/preview/preview-controller.ts";
import type { TimelineSight } from "#components/timeline/timeline-props.ts";
import { createPlayhead } from "#components/ui/playhead.ts";
import { pruneSelection } from "#lib/core/selection.ts";
import { createUploadQueue } from "#lib/realtime/browser/upload-queue.ts";
import { useProjectStore } from "#lib/realtime/browser/use-project-store.ts";
import { createEditorActions } from "./editor-actions.ts";
import type { EditorParts } from "./editor-context.ts";
import { createEditorState } from "./editor-state.ts";

/** Others are told of at most so many selected items: enough to see where somebody is at work. */
const MAX_SHARED_IDS = 200;

/** Wide enough for preview and inspector side by side; the same width as in `editor.tsx`. */
export const WIDE_QUERY = "(min-width: 1100px)";

/** Makes what an open editor consists of, and joins the parts. */
export function useEditorParts(ids: { projectId: string; workspaceId: string }): EditorParts {
  const { projectId, workspaceId } = ids;
  const store = useProjectStore(projectId);
  const [playhead] = useState(() => createPlayhead());
  const [state] = useState(() =>
    createEditorState({ isInspectorOpen: matchMedia(WIDE_QUERY).matches }),
  );
  const [controller] = useState(() => createPreviewController({ playhead }));
  const [uploads] = useState(() => createUploadQueue({ projectId, store }));
  const [sight] = useState((): TimelineSight => ({ segmentIds: () => [] }));
  const parts = useMemo(
    () => ({
      projectId,
      workspaceId,
      store,
      state,
      uploads,
      playhead,
      controller,
      sight,
      actions: createEditorActions({
        projectId,
        store,
        state,
        uploads,
        playhead,
        controller,
        sight,
      }),
    }),
    [projectId, workspaceId, store, state, uploads, playhead, controller, sight],
  );

  // Left by the browser's own Back, the page goes on: what still runs is stopped.
  useEffect(
    () => () => {
      controller.pause();
      uploads.close();
    },
    [controller, uploads],
  );
  useEffect(
    () =>
      store.onRefused(({ label, message }) => {
        toast.error(`“${label}” was not kept. ${message}`);
      }),
    [store],
  );
  // What is no longer there can't stay selected.
  useEffect(
    () =>
      store.subscribe(({ view }, previous) => {
        if (!view || view.sequence === previous.view?.sequence) return;
        const ids = new Set([
          ...view.sequence.keyframes.map(({ id }) => id),
          ...view.sequence.segments.map(({ id }) => id),
        ]);
        const { selection } = state.getState();
        const pruned = pruneSelection(selection, (id) => ids.has(id));
        if (pruned !== selection) state.setState({ selection: pruned });
      }),
    [store, state],
  );
  useEffect(() => {
    const share = () =>
      store.setPresence({
        frame: playhead.frame(),
        selectedIds: [...state.getState().selection.ids].slice(0, MAX_SHARED_IDS),
      });
    const stops = [state.subscribe(share), playhead.subscribe(share)];
    return () => stops.forEach((stop) => stop());
  }, [store, state, playhead]);
  return parts;
}
