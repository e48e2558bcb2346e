import { createStore } from "zustand/vanilla";
import { isEmptyChange } from "#lib/core/change.ts";
import { amendEdit, dropEdit, EMPTY_HISTORY, recordEdit, redo, undo } from "#lib/core/history.ts";
import type { HistoryStep } from "#lib/core/history.ts";
import { allows } from "#lib/core/permissions.ts";
import { projectViewOf } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import {
  commitLocally,
  markSent,
  receiveChanges,
  refuseChange,
  startPending,
  type PendingChanges,
} from "../pending-changes.ts";
import {
  PROTOCOL_VERSION,
  socketPath,
  type CommittedChange,
  type ServerMessage,
} from "../protocol.ts";
import { newId } from "./new-id.ts";
import { createPresenceSender } from "./presence-sender.ts";
import type {
  CommitRequest,
  ProjectActions,
  ProjectState,
  ProjectStore,
  RefusedEdit,
} from "./project-state.ts";
import { createSavedEdits, type SavedEdits } from "./saved-edits.ts";
import { createSocketConnection, type SocketStatus } from "./socket-connection.ts";
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
  let edits: PendingChanges | null = null;
  let history = EMPTY_HISTORY;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;

  const connection = createSocketConnection({
    url: () => socketUrl(projectId, { origin: options.origin, since: edits?.revision ?? null }),
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
    const isSomebodyElse = ![null, message.userId].includes(store.getState().userId);
    if (isSomebodyElse) history = EMPTY_HISTORY;
    const isFirst = edits === null || isSomebodyElse;
    if (message.records) {
      const pending = isFirst ? [] : (edits?.pending ?? []);
      const records = recordsFrom(message.records);
      edits = startPending({ records, revision: message.revision, pending });
    } else if (edits && isSomebodyElse) {
      edits = startPending({ records: edits.confirmed, revision: edits.revision });
    }
    if (!edits) return;
    edits = markSent(edits, 0);
    store.setState((state) => ({
      role: message.role,
      userId: message.userId,
      connectionId: message.connectionId,
      presence: new Map(),
      progress: withProgress(new Map(), message.progress),
      view:
        edits &&
        projectViewOf({
          records: edits.view,
          backends: new Map(message.backends.map((backend) => [backend.id, backend])),
          previous: state.view,
        }),
    }));
    showPeers(message.peers);
    if (isFirst) restore(message.userId);
    receive(message.changes);
    presence.repeat();
  }

  /** Brings back what an earlier page of this tab couldn't send; what the server has already, it recognises by its id. */
  function restore(userId: string): void {
    for (const edit of saved.read(userId)) {
      const done = edits && commitLocally(edits, { ...edit, groupId: null });
      if (!done) continue;
      edits = done.state;
      history = recordEdit(history, { ...edit, change: done.effect });
    }
  }

  function receive(changes: readonly CommittedChange[]): void {
    if (!edits) return;
    const own = new Set(edits.pending.map((item) => item.changeId));
    const received = receiveChanges(edits, changes);
    edits = received.state;
    for (const { changeId, change, revision } of changes) {
      if (own.has(changeId) && revision <= edits.revision) {
        history = amendEdit(history, changeId, change);
      }
    }
    publish();
    if (received.hasGap) connection.reconnect();
    else flush();
  }

  function refuse(message: ServerMessage & { type: "refused" }): void {
    const { changeId, code } = message;
    const item = edits?.pending.find((pending) => pending.changeId === changeId);
    if (!edits || !item) return;
    // Not the edit's fault: it stays in line, and goes again with the next connection.
    if (code === "unavailable") connection.reconnect();
    if (code === "unavailable" || code === "signed-out") return;
    edits = refuseChange(edits, changeId);
    history = dropEdit(history, changeId);
    publish();
    flush();
    const refused = { label: item.label, code, message: message.message };
    for (const listener of refusedListeners) listener(refused);
  }

  function commit({ label, change, groupId = null }: CommitRequest): string | null {
    const { role } = store.getState();
    if (!edits || role === null || !allows(role, "project:edit")) return null;
    const done = commitLocally(edits, { changeId: newId(), label, groupId, change });
    if (!done) return null;
    const { changeId, effect } = done;
    edits = done.state;
    if (!done.isMerged) history = recordEdit(history, { changeId, label, groupId, change: effect });
    else if (isEmptyChange(effect)) history = dropEdit(history, changeId);
    else history = amendEdit(history, changeId, effect);
    publish();
    flush();
    return changeId;
  }

  function step(take: typeof undo): { label: string; skippedCount: number } | null {
    const { role } = store.getState();
    if (!edits || role === null || !allows(role, "project:edit")) return null;
    let next: HistoryStep | null;
    const changeId = newId();
    do {
      next = take(history, edits.view, changeId);
      history = next?.history ?? history;
      // A step of which nothing is left to take back is passed over, unless others' edits are the reason.
    } while (next && isEmptyChange(next.change) && next.skippedCount === 0);
    if (!next) {
      publish();
      return null;
    }
    const { label, change, skippedCount } = next;
    const name = `${take === undo ? "Undo" : "Redo"}: ${label}`.slice(0, 200);
    const done = commitLocally(edits, { changeId, label: name, groupId: null, change });
    if (done) edits = done.state;
    publish();
    flush();
    return { label, skippedCount };
  }

  function flush(): void {
    if (!edits) return;
    let inFlight = edits.pending.filter((item) => item.isSent).length;
    const before = inFlight;
    while (inFlight < MAX_IN_FLIGHT) {
      const item = edits.pending[inFlight];
      if (!item) break;
      const { changeId, label, change } = item;
      if (!connection.send({ type: "commit", changeId, label, change })) break;
      inFlight += 1;
    }
    if (inFlight !== before) edits = markSent(edits, inFlight);
  }

  function publish(): void {
    if (!edits) return;
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
    if (userId !== null && edits) keep(saved, userId, edits);
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
    undo: () => step(undo),
    redo: () => step(redo),
    isUndone: (groupId) => history.future.some((entry) => entry.groupId === groupId),
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

function keep(saved: SavedEdits, userId: string, edits: PendingChanges): void {
  saved.write(
    userId,
    edits.pending.map(({ changeId, label, groupId, change }) => ({
      changeId,
      label,
      groupId,
      change,
    })),
  );
}

function tabStorage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.sessionStorage;
  } catch {
    return null;
  }
}

function socketUrl(
  projectId: string,
  options: { origin: string | undefined; since: number | null },
): string {
  const url = new URL(socketPath(projectId), options.origin ?? window.location.origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("protocol", String(PROTOCOL_VERSION));
  if (options.since !== null) url.searchParams.set("since", String(options.since));
  return url.href;
}
