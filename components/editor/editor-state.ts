import { createStore, type StoreApi } from "zustand/vanilla";
import { EMPTY_SELECTION, type Selection } from "#lib/core/selection.ts";
import type { TakesRequest } from "#lib/realtime/browser/api.ts";

/** Two takes of one segment, wiped against each other in the preview. */
export type TakeComparison = {
  readonly segmentId: string;
  readonly takeIdA: string;
  readonly takeIdB: string;
};

/** A menu asked for on the canvas. */
export type OpenMenu = {
  readonly clientX: number;
  readonly clientY: number;
  readonly itemId: string | null;
  readonly gapIndex: number;
};

/** What is open and selected on this page only; never stored and never sent, save the selection as presence. */
export type EditorState = {
  readonly selection: Selection;
  readonly dialog: "export" | "shortcuts" | null;
  readonly menu: OpenMenu | null;
  readonly comparison: TakeComparison | null;
  readonly isInspectorOpen: boolean;
  readonly isQueueOpen: boolean;
  /** What is to be generated, once the person has seen what it takes. */
  readonly planned: TakesRequest | null;
};

export type EditorStateStore = StoreApi<EditorState>;

export function createEditorState(options: { isInspectorOpen: boolean }): EditorStateStore {
  return createStore<EditorState>(() => ({
    selection: EMPTY_SELECTION,
    dialog: null,
    menu: null,
    comparison: null,
    isInspectorOpen: options.isInspectorOpen,
    isQueueOpen: false,
    planned: null,
  }));
}
