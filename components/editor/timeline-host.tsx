"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { useStore } from "zustand";
import { usePreviewState } from "#components/preview/use-preview-state.ts";
import type { TimelinePeer, TimelineUpload } from "#components/timeline/timeline-props.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { inNaturalOrder } from "#lib/realtime/browser/files-from.ts";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { peerColor } from "./peer-colors.ts";
import { useTakeHolds } from "./use-take-holds.ts";

const Timeline = dynamic(
  () => import("#components/timeline/timeline.tsx").then((module) => module.Timeline),
  { ssr: false, loading: () => <Skeleton className="m-3 h-24" /> },
);

/** The timeline with what the editor gives it. */
export function TimelineHost() {
  const { projectId, store, state, uploads, playhead, controller, sight, actions } = useEditor();
  const canEdit = useCanEdit();
  const view = useProjectState((project) => project.view);
  const progress = useProjectState((project) => project.progress);
  const selection = useEditorState((editor) => editor.selection);
  const holds = useTakeHolds();
  const { isPlaying } = usePreviewState(controller);
  const waiting = useWaitingUploads();
  const peers = useTimelinePeers();
  return (
    <Timeline
      projectId={projectId}
      view={view}
      progress={progress}
      holds={holds}
      sight={sight}
      selection={selection}
      onSelectionChange={actions.select}
      playhead={playhead}
      isPlaying={isPlaying}
      canEdit={canEdit}
      commit={(edit) => store.commit(edit)}
      onGenerate={actions.generate}
      onInsertFiles={(files, gapIndex) => uploads.addFiles(inNaturalOrder(files), gapIndex)}
      onOpen={() => state.setState({ isInspectorOpen: true })}
      onOpenMenu={(menu) => state.setState({ menu })}
      uploads={waiting}
      peers={peers}
      className="h-full"
    />
  );
}

function useWaitingUploads(): readonly TimelineUpload[] {
  const { uploads } = useEditor();
  const items = useStore(uploads, (queue) => queue.items);
  return useMemo(
    () =>
      items
        // A file that can't become a keyframe has its say in the tray; on the timeline it would only be in the way.
        .filter((item) => item.state !== "done" && (item.state !== "failed" || item.canRetry))
        .map(({ id, order, fileName, fraction, state }) => ({
          id,
          order,
          fileName,
          fraction,
          hasFailed: state === "failed",
        })),
    [items],
  );
}

function useTimelinePeers(): readonly TimelinePeer[] {
  const peers = useProjectState((project) => project.peers);
  const presence = useProjectState((project) => project.presence);
  return useMemo(
    () =>
      peers.map((peer) => ({
        connectionId: peer.connectionId,
        name: peer.name,
        color: peerColor(peer.userId),
        selectedIds: presence.get(peer.connectionId)?.selectedIds ?? [],
        frame: presence.get(peer.connectionId)?.frame ?? null,
      })),
    [peers, presence],
  );
}
