"use client";

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { PreviewController } from "#components/preview/preview-controller.ts";
import type { TimelineSight } from "#components/timeline/timeline-props.ts";
import type { Playhead } from "#components/ui/playhead.ts";
import { allows } from "#lib/core/permissions.ts";
import type { ProjectState, ProjectStore } from "#lib/realtime/browser/project-state.ts";
import type { UploadQueue } from "#lib/realtime/browser/upload-queue.ts";
import type { EditorActions } from "./editor-actions.ts";
import type { EditorState, EditorStateStore } from "./editor-state.ts";

/** What the parts of one open editor share; all of it lives as long as the page. */
export type EditorParts = {
  readonly projectId: string;
  readonly workspaceId: string;
  readonly store: ProjectStore;
  readonly state: EditorStateStore;
  readonly uploads: UploadQueue;
  readonly playhead: Playhead;
  readonly controller: PreviewController;
  /** What the timeline shows at the moment. */
  readonly sight: TimelineSight;
  readonly actions: EditorActions;
};

export const EditorContext = createContext<EditorParts | null>(null);

export function useEditor(): EditorParts {
  const parts = useContext(EditorContext);
  if (!parts) throw new Error("An editor part stands outside the editor.");
  return parts;
}

/** Reads the project's live state. */
export function useProjectState<T>(select: (state: ProjectState) => T): T {
  return useStore(useEditor().store, select);
}

/** Reads what is open and selected. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().state, select);
}

/** Whether this person may change the project; a viewer looks, plays and exports. */
export function useCanEdit(): boolean {
  return useProjectState(({ role }) => role !== null && allows(role, "project:edit"));
}
