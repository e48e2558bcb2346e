import { createStore } from "zustand/vanilla";
import { allows } from "#lib/core/permissions.ts";
import { projectViewOf } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import {
  makeEdit,
  receiveCommitted,
  restartEditing,
  startEditing,
  stepHistory,
  takeRefusal,
  type Editing,
  type StepTaken,
} from "../editing.ts";
import { markSent } from "../pending-changes.ts";
import type { CommittedChange, ServerMessage } from "../protocol.ts";
import { newId } from "./new-id.ts";
import { createPresenceSender } from "./presence-sender.ts";
import type {
  CommitRequest,
  ProjectActions,
  ProjectState,
  ProjectStore,
  RefusedEdit,
} from "./project-state.ts";
import { createSavedEdits } from "./saved-edits.ts";
import { socketUrl } from "./socket-url.ts";
import { createSocketConnection, type SocketStatus } from "./socket-connection.ts";
import { withBackends } from "./known-backends.ts";
import { withoutFinished, withProgress } from "./progress-map.ts";

/** Edits on their way at once: enough to fill a slow line, few enough that a burst behind them can still be merged. */
const MAX_IN_FLIGHT = 4;
const SAVE_DELAY_MS = 200;

const INITIAL: ProjectState = {
  connection: "connecting",
  closedReason: null,
  role: null,
  userId: null,
  connectionId: null,
  view: null,
  pendingCount: 0,
  peers: [],
  presence: new Map(),
  progress: new Map(),
  backendStates: new Map(),
  undoLabel: null,
  redoLabel: null,
};

/**
 * The live state of one project in this page: shows own edits at once, sends them in order, takes in everyone's, and
 * keeps one's own undo. Does nothing until `connect`.
 * @param options.origin the server's address; the page's own by default.
 * @param options.storage where unconfirmed edits outlive a reload; the tab's session storage by default.
 */
export function createProjectStore(
  projectId: string,
  options: { origin?: string; storage?: Storage | null } = {},
): ProjectStore {
  const store = createStore<ProjectState>(() => INITIAL);
  const saved = createSavedEdits(projectId, options.storage ?? tabStorage());
  const refusedListeners = new Set<(edit: RefusedEdit) => void>();
  let editing: Editing | null = null;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;

  const connection = createSocketConnection({
    url: () =>
      socketUrl({
        projectId,
        origin: options.origin ?? window.location.origin,
        since: editing?.edits.revision ?? null,
      }),
    onMessage: hear,
    onStatus: showStatus,
  });
  const presence = createPresenceSender((own) => {
    connection.send({ type: "presence", presence: own });
  });

  function showStatus(status: SocketStatus): void {
    const closedReason = status.state === "closed" ? status.reason : null;
    const away = status.state === "live" ? {} : { peers: [], presence: new Map<string, never>() };
    store.setState({ connection: status.state, closedReason, ...away });
  }

  function hear(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        welcome(message);
        return;
      case "changes":
        receive(message.changes);
        return;
      case "refused":
        refuse(message);
        return;
      case "progress":
        store.setState(({ progress }) => ({
          progress: withProgress(progress, [message.progress]),
        }));
        return;
      case "backends":
        store.setState((state) => withBackends(state, message));
        return;
      case "peers":
        showPeers(message.peers);
        return;
      case "presence":
        store.setState((state) => ({
          presence: new Map(state.presence).set(message.connectionId, message.presence),
        }));
        return;
      case "pong":
        return;
    }
  }

  function welcome(message: ServerMessage & { type: "welcome" }): void {
    const { userId, records, revision } = message;
    const isFirst = editing === null || store.getState().userId !== userId;
    if (records) {
      const whole = recordsFrom(records);
      editing =
        isFirst || !editing
          ? startEditing(whole, revision)
          : restartEditing(editing, whole, revision);
    } else if (editing && isFirst) {
      // Somebody else signed in meanwhile: the edits in line were not theirs.
      editing = startEditing(editing.edits.confirmed, editing.edits.revision);
    }
    if (!editing) return;
    editing = { ...editing, edits: markSent(editing.edits, 0) };
    const backends = new Map(message.backends.map((backend) => [backend.id, backend]));
    const view = projectViewOf({
      records: editing.edits.view,
      backends,
      previous: store.getState().view,
    });
    store.setState({
      role: message.role,
      userId,
      connectionId: message.connectionId,
      ...withBackends({ view }, message),
      presence: new Map(),
      progress: withProgress(new Map(), message.progress),
    });
    showPeers(message.peers);
    if (isFirst) restore(userId);
    receive(message.changes);
    presence.repeat();
  }

  /** Brings back what an earlier page of this tab couldn't send; what the server has already, it knows by its id. */
  function restore(userId: string): void {
    for (const edit of saved.read(userId)) {
      // Without its group it is never merged: under its id the server may have it already.
      const made = editing && makeEdit(editing, { ...edit, groupId: null });
      editing = made?.editing ?? editing;
    }
  }

  function receive(changes: readonly CommittedChange[]): void {
    if (!editing) return;
    const received = receiveCommitted(editing, changes);
    editing = received.editing;
    publish();
    if (received.hasGap) connection.reconnect();
    else flush();
  }

  function refuse({ changeId, code, message }: ServerMessage & { type: "refused" }): void {
    if (code === "unavailable" || code === "signed-out") {
      // Not the edit's fault: it stays in line, and goes again with the next connection.
      connection.reconnect();
      return;
    }
    const taken = editing && takeRefusal(editing, changeId);
    if (!taken?.refused) return;
    editing = taken.editing;
    publish();
    flush();
    const refused = { label: taken.refused.label, code, message };
    for (const listener of refusedListeners) listener(refused);
  }

  function canEdit(): boolean {
    const { role } = store.getState();
    return role !== null && allows(role, "project:edit");
  }

  function commit({ label, change, groupId = null }: CommitRequest): string | null {
    if (!editing || !canEdit()) return null;
    const made = makeEdit(editing, { changeId: newId(), label, groupId, change });
    if (!made) return null;
    editing = made.editing;
    publish();
    flush();
    return made.changeId;
  }

  function step(direction: "undo" | "redo"): StepTaken | null {
    if (!editing || !canEdit()) return null;
    const stepped = stepHistory(editing, { direction, changeId: newId() });
    editing = stepped.editing;
    publish();
    flush();
    return stepped.taken;
  }

  function flush(): void {
    if (!editing) return;
    const { pending } = editing.edits;
    const inFlight = pending.filter((item) => item.isSent).length;
    let sent = inFlight;
    for (const { changeId, label, change } of pending.slice(inFlight, MAX_IN_FLIGHT)) {
      if (!connection.send({ type: "commit", changeId, label, change })) break;
      sent += 1;
    }
    if (sent !== inFlight) editing = { ...editing, edits: markSent(editing.edits, sent) };
  }

  function publish(): void {
    if (!editing) return;
    const { edits, history } = editing;
    const records = edits.view;
    const pendingCount = edits.pending.length;
    store.setState((state) => ({
      view:
        state.view?.records === records || !state.view
          ? state.view
          : projectViewOf({ records, backends: state.view.backends, previous: state.view }),
      progress: withoutFinished(state.progress, records),
      pendingCount,
      undoLabel: history.past.at(-1)?.label ?? null,
      redoLabel: history.future.at(-1)?.label ?? null,
    }));
    saveTimer ??= setTimeout(save, SAVE_DELAY_MS);
  }

  function save(): void {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    const { userId } = store.getState();
    if (userId === null || !editing) return;
    const waiting = editing.edits.pending.map(({ changeId, label, groupId, change }) => {
      return { changeId, label, groupId, change };
    });
    saved.write(userId, waiting);
  }

  function showPeers(peers: ProjectState["peers"]): void {
    store.setState((state) => {
      const others = peers.filter((peer) => peer.connectionId !== state.connectionId);
      const here = new Set(others.map((peer) => peer.connectionId));
      const left = [...state.presence].filter(([connectionId]) => here.has(connectionId));
      return { peers: others, presence: new Map(left) };
    });
  }

  function warnOfLoss(event: BeforeUnloadEvent): void {
    save();
    if (store.getState().pendingCount > 0) event.preventDefault();
  }

  const actions: ProjectActions = {
    commit,
    undo: () => step("undo"),
    redo: () => step("redo"),
    isUndone: (groupId) =>
      editing !== null && editing.history.future.some((entry) => entry.groupId === groupId),
    setPresence: presence.set,
    onRefused(listener) {
      refusedListeners.add(listener);
      return () => refusedListeners.delete(listener);
    },
    connect() {
      if (typeof window !== "undefined") {
        window.addEventListener("beforeunload", warnOfLoss);
        window.addEventListener("pagehide", save);
      }
      connection.open();
    },
    close() {
      if (typeof window !== "undefined") {
        window.removeEventListener("beforeunload", warnOfLoss);
        window.removeEventListener("pagehide", save);
      }
      save();
      presence.stop();
      connection.close();
    },
  };
  const { getState, getInitialState, subscribe } = store;
  return { getState, getInitialState, subscribe, ...actions };
}

function tabStorage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.sessionStorage;
  } catch {
    return null;
  }
}
