import type { BackendState } from "#lib/core/backend-state.ts";
import type { Change } from "#lib/core/change.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import type { Role } from "#lib/core/permissions.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import type { Peer, Presence, Progress } from "../protocol.ts";
import type { StoreApi } from "zustand/vanilla";

/**
 * `connecting`: not there yet, or trying again at once. `live`: edits go through. `offline`: trying again from time to
 * time; edits wait. `closed`: for good, see `closedReason`.
 */
export type ConnectionState = "connecting" | "live" | "offline" | "closed";

/**
 * Why the connection is closed for good: sign in again; the project is gone (or not yours); the page is older than the
 * server and must be reloaded; the server found our messages wrong (a bug); or the page closed it itself.
 */
export type ClosedReason = "signed-out" | "gone" | "reload" | "error" | "left";

/** What the screens read. Every field is replaced, never mutated, so identity tells what changed. */
export type ProjectState = {
  readonly connection: ConnectionState;
  readonly closedReason: ClosedReason | null;
  readonly role: Role | null;
  readonly userId: string | null;
  readonly connectionId: string | null;
  /** The project with one's own edits on top; null until the first answer of the server. */
  readonly view: ProjectView | null;
  /** Own edits that the server hasn't confirmed: 0 is "Saved". */
  readonly pendingCount: number;
  /** The others in the room, oneself left out; one for each open page. */
  readonly peers: readonly Peer[];
  readonly presence: ReadonlyMap<string, Presence>;
  /** Of takes and renders under way, by their id. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** How the workspace's backends stand, by id; the built-in draft has none. */
  readonly backendStates: ReadonlyMap<string, BackendState>;
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
};

/** An own edit that the server refused and that was rolled back; `message` is for the person. */
export type RefusedEdit = {
  readonly label: string;
  readonly code: ErrorCode;
  readonly message: string;
};

export type CommitRequest = {
  /** In words, for undo and the log: "Move 3 keyframes". */
  readonly label: string;
  readonly change: Change;
  /** Edits of the same gesture or burst share one id and are one step of undo. Use a new one for each gesture. */
  readonly groupId?: string | null;
};

export type ProjectActions = {
  /**
   * Shows an edit at once and sends it.
   * @returns the change's id; null when the edit does nothing or can't be made now (no view yet, viewers).
   */
  commit(request: CommitRequest): string | null;
  /** Takes back one's newest edit; null when there is none. `skippedCount`: records that others changed since. */
  undo(): { readonly label: string; readonly skippedCount: number } | null;
  redo(): { readonly label: string; readonly skippedCount: number } | null;
  /** Whether the group's edits were taken back by undo, so that what is still to come of it can be dropped. */
  isUndone(groupId: string): boolean;
  /** Tells the others; sent at most ten times a second. */
  setPresence(presence: Presence): void;
  /** Calls back for each own edit that was refused. */
  onRefused(listener: (edit: RefusedEdit) => void): () => void;
  connect(): void;
  close(): void;
};

/** A zustand store, so `useStore(store, selector)` reads it, together with what can be done. */
export type ProjectStore = Readonly<
  Pick<StoreApi<ProjectState>, "getState" | "getInitialState" | "subscribe">
> &
  ProjectActions;
