import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocketServer, type WebSocket as ServerSocket } from "ws";
import { imageIdOf, PROJECT_ID } from "#tests/support/random-change.ts";
import { allRecords, REFUSED_LABEL, SimulatedServer } from "#tests/support/simulated-room.ts";
import { EMPTY_CHANGE, type Change } from "#lib/core/change.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { newProject } from "#lib/core/project.ts";
import { recordsFrom } from "#lib/core/records.ts";
import { CLOSE_CODES, clientMessageSchema, type ServerMessage } from "../protocol.ts";
import type { ProjectStore } from "./project-state.ts";
import { createProjectStore } from "./project-store.ts";

const KEYFRAME = newKeyframe({ id: "drawing-1", order: "a0", imageId: imageIdOf(1) });
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A room over a real socket, whose commits are the core's. */
async function openRoom() {
  const server = new SimulatedServer(recordsFrom([newProject(PROJECT_ID, "Story"), KEYFRAME]));
  const sockets = new Set<ServerSocket>();
  /** What goes wrong on purpose. */
  const faults = { swallowAcks: false, closeCode: 0, isDatabaseAway: false };
  const listener = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => listener.once("listening", resolve));
  closers.push(() => {
    for (const socket of sockets) socket.terminate();
    listener.close();
  });
  const say = (socket: ServerSocket, message: ServerMessage) => {
    socket.send(JSON.stringify(message));
  };
  listener.on("connection", (socket, request) => {
    if (faults.closeCode > 0) {
      socket.close(faults.closeCode);
      return;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    const since = new URL(request.url ?? "/", "http://room").searchParams.get("since");
    say(socket, {
      type: "welcome",
      connectionId: "connection-1",
      userId: "anna",
      role: "editor",
      revision: server.revision,
      records: since === null ? allRecords(server.records) : null,
      changes: since === null ? [] : server.log.slice(Number(since)),
      backends: [],
      backendStates: [],
      peers: [{ connectionId: "connection-1", userId: "anna", name: "Anna" }],
      progress: [],
    });
    socket.on("message", (data) => {
      // eslint-disable-next-line @typescript-eslint/no-base-to-string -- text frames arrive as one Buffer
      const message = clientMessageSchema.parse(JSON.parse(data.toString()));
      if (message.type === "ping") say(socket, { type: "pong" });
      if (message.type !== "commit") return;
      // The page under test is the only one to speak, and its changes are its own.
      const commit = { ...message, change: message.change as Change };
      const { changeId } = message;
      if (faults.isDatabaseAway) {
        say(socket, { type: "refused", changeId, code: "unavailable", message: "Wait." });
        return;
      }
      const committed = server.commit("anna", commit);
      if (faults.swallowAcks) return;
      if (committed) say(socket, { type: "changes", changes: [committed] });
      else say(socket, { type: "refused", changeId, code: "invalid", message: "No." });
    });
  });
  const { port } = listener.address() as AddressInfo;
  const dropAll = () => {
    for (const socket of sockets) socket.terminate();
  };
  return { server, faults, dropAll, origin: `http://127.0.0.1:${String(port)}` };
}

function openPage(origin: string, storage: Storage | null = null): ProjectStore {
  const store = createProjectStore(PROJECT_ID, { origin, storage });
  store.connect();
  closers.push(() => {
    store.close();
  });
  return store;
}

function setHold(holdFrames: number): Change {
  const to = { holdFrames };
  return { ...EMPTY_CHANGE, patch: [{ kind: "keyframe", id: KEYFRAME.id, from: {}, to }] };
}

const holdOf = (store: ProjectStore) =>
  store.getState().view?.records.keyframe.get(KEYFRAME.id)?.holdFrames;
const isLive = (store: ProjectStore) =>
  vi.waitFor(() => {
    expect(store.getState()).toMatchObject({ connection: "live" });
  }, 5_000);
const isSaved = (store: ProjectStore) =>
  vi.waitFor(() => {
    expect(store.getState()).toMatchObject({ connection: "live", pendingCount: 0 });
  }, 5_000);

/** Until the connection is lost, however short that is. */
const loses = (store: ProjectStore) =>
  new Promise<void>((resolve) => {
    store.subscribe((state) => {
      if (state.connection === "offline") resolve();
    });
  });

/** A tab's storage, which outlives its pages. */
function tabStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (place) => [...items.keys()][place] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => {
      items.clear();
    },
  };
}

describe("a project that is live in a page", () => {
  it("shows an edit at once, saves it, and takes it back", async () => {
    const { server, origin } = await openRoom();
    const store = openPage(origin);
    expect(store.commit({ label: "Too early", change: setHold(1) })).toBeNull();
    await isLive(store);
    expect(store.getState().peers).toEqual([]);
    store.commit({ label: "Set hold to 5 frames", change: setHold(5) });
    expect(holdOf(store)).toBe(5);
    expect(store.getState()).toMatchObject({ pendingCount: 1, undoLabel: "Set hold to 5 frames" });
    await isSaved(store);
    expect(store.undo()).toEqual({ label: "Set hold to 5 frames", skippedCount: 0 });
    expect(store.getState()).toMatchObject({ undoLabel: null, redoLabel: "Set hold to 5 frames" });
    await isSaved(store);
    expect(server.records.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(0);
    store.redo();
    await isSaved(store);
    expect(server.records.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(5);
  });

  it("keeps what is edited while the connection is gone, and commits nothing twice", async () => {
    const { server, faults, dropAll, origin } = await openRoom();
    const store = openPage(origin);
    await isLive(store);
    faults.swallowAcks = true;
    for (const hold of [1, 2, 3, 4, 5, 6]) {
      store.commit({ label: `Hold ${String(hold)}`, change: setHold(hold) });
    }
    await vi.waitFor(() => {
      expect(server.revision).toBe(4);
    });
    faults.swallowAcks = false;
    const isLost = loses(store);
    dropAll();
    await isLost;
    store.commit({ label: "Hold 7", change: setHold(7) });
    expect(holdOf(store)).toBe(7);
    await isSaved(store);
    expect(server.records.keyframe.get(KEYFRAME.id)?.holdFrames).toBe(7);
    expect(server.log.map((change) => change.label)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((hold) => `Hold ${String(hold)}`),
    );
  });

  it("rolls a refused edit back and says why", async () => {
    const { origin } = await openRoom();
    const store = openPage(origin);
    await isLive(store);
    const refused: unknown[] = [];
    store.onRefused((edit) => refused.push(edit));
    store.commit({ label: REFUSED_LABEL, change: setHold(9) });
    expect(holdOf(store)).toBe(9);
    await isSaved(store);
    expect(holdOf(store)).toBe(0);
    expect(refused).toEqual([{ label: REFUSED_LABEL, code: "invalid", message: "No." }]);
    expect(store.getState().undoLabel).toBeNull();
  });

  it("keeps an edit in line while the server can't save it", async () => {
    const { server, faults, origin } = await openRoom();
    const store = openPage(origin);
    await isLive(store);
    faults.isDatabaseAway = true;
    const isLost = loses(store);
    store.commit({ label: "Hold 3", change: setHold(3) });
    await isLost;
    expect(holdOf(store)).toBe(3);
    faults.isDatabaseAway = false;
    await isSaved(store);
    expect(server.log.map((change) => change.label)).toEqual(["Hold 3"]);
  });

  it("sends after a reload what the page before could not", async () => {
    const { server, faults, origin } = await openRoom();
    const storage = tabStorage();
    const before = openPage(origin, storage);
    await isLive(before);
    faults.swallowAcks = true;
    for (const hold of [1, 2, 3, 4, 5, 6]) {
      before.commit({ label: `Hold ${String(hold)}`, change: setHold(hold) });
    }
    await vi.waitFor(() => {
      expect(server.revision).toBe(4);
    });
    before.close();
    faults.swallowAcks = false;
    const after = openPage(origin, storage);
    await isSaved(after);
    await vi.waitFor(() => {
      expect(server.revision).toBe(6);
    });
    expect(holdOf(after)).toBe(6);
    after.close();
    expect(storage.length).toBe(0);
  });

  it("stops when trying again won't help, and says why", async () => {
    const { faults, dropAll, origin } = await openRoom();
    const store = openPage(origin);
    await isLive(store);
    const reasons = [
      [CLOSE_CODES.signedOut, "signed-out"],
      [CLOSE_CODES.noAccess, "gone"],
      [CLOSE_CODES.protocolMismatch, "reload"],
    ] as const;
    for (const [code, closedReason] of reasons) {
      faults.closeCode = code;
      dropAll();
      await vi.waitFor(() => {
        expect(store.getState()).toMatchObject({ connection: "closed", closedReason });
      }, 5_000);
      faults.closeCode = 0;
      store.connect();
      await isLive(store);
    }
  });
});
