import type { BackendState } from "#lib/core/backend-state.ts";
import type { Change } from "#lib/core/change.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import type { Selection } from "#lib/core/selection.ts";
import type { TakeHolds } from "#lib/core/take-outlook.ts";

export type InspectorEdit = {
  readonly label: string;
  readonly change: Change;
  /** Edits with the same group are one undo step. */
  readonly groupId?: string;
};

/** How far a take has come; a `Progress` of the realtime protocol is one. */
export type TakeProgress = {
  readonly fraction: number | null;
  readonly detail: string;
  readonly queuePosition: number | null;
  readonly etaSeconds: number | null;
};

/** What the inspector asks of the shell, beyond edits. */
export type InspectorActions = {
  /** Draws segments: those that lack a current take, or with `force` all of them, anew. */
  readonly generate: (request: {
    segmentIds: readonly string[];
    force?: boolean;
    /** Drawn with this seed once, without locking it. */
    seed?: number;
  }) => void;
  /** From now on these segments are drawn with this backend, and at once. */
  readonly drawWith: (request: { segmentIds: readonly string[]; backendId: string }) => void;
  readonly moveToFront: (takeIds: readonly string[]) => void;
  readonly cancelTakes: (takeIds: readonly string[]) => void;
  readonly retryTake: (takeId: string) => void;
  readonly deleteTake: (takeId: string) => void;
  readonly compareTakes: (comparison: {
    segmentId: string;
    takeIdA: string;
    takeIdB: string;
  }) => void;
  readonly duplicateKeyframes: (keyframeIds: readonly string[]) => void;
  readonly removeKeyframes: (keyframeIds: readonly string[]) => void;
  readonly replaceImage: (keyframeId: string, file: File) => void;
  /** Moves the playhead to a film frame. */
  readonly seek: (frame: number) => void;
};

export type InspectorProps = {
  readonly projectId: string;
  readonly workspaceId: string;
  readonly view: ProjectView;
  readonly selection: Selection;
  /** By the id of the take. */
  readonly progress: ReadonlyMap<string, TakeProgress>;
  /** How the workspace's backends stand, in its order. */
  readonly backendStates: ReadonlyMap<string, BackendState>;
  readonly holds: TakeHolds;
  readonly canEdit: boolean;
  readonly commit: (edit: InspectorEdit) => void;
  readonly actions: InspectorActions;
};

/** What every panel of the inspector gets. */
export type PanelProps = Omit<InspectorProps, "selection">;
