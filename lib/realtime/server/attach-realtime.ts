import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { requireAccess } from "#lib/auth/access.ts";
import { findRequestUser, type RequestUser } from "#lib/auth/request-user.ts";
import { requireSameOrigin } from "#lib/auth/require-same-origin.ts";
import { isGengaError } from "#lib/core/errors.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { log } from "#lib/log.ts";
import { loadProject } from "#lib/projects/load-project.ts";
import type { Services } from "#lib/projects/services.ts";
import { CLOSE_CODES, PROTOCOL_VERSION, SOCKET_SILENCE_MS } from "../protocol.ts";
import { handleMessages, TRY_AGAIN_LATER } from "./handle-messages.ts";
import { createRoomDirectory } from "./room-directory.ts";
import { sendMessage, type RoomMember } from "./room-member.ts";
import { peersOf, welcomedMembers, type Room } from "./room.ts";

/** The realtime side of a web server. */
export type Realtime = {
  /** Takes an upgrade that is meant for a room; false when it is somebody else's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
};

const PATH = /^\/api\/projects\/([A-Za-z0-9_-]{8,64})\/socket$/;
/** Whoever has lost their session or membership is out of the room within this time. */
const RECHECK_MS = 15_000;
const MAX_MEMBERS = 500;
/** Open sockets of one person in this process, whatever the rooms: many tabs and devices, and no flood. */
const MAX_SOCKETS_PER_USER = 100;
/** RFC 6455's "service restart". */
const RESTART = 1012;

type Connection = { member: RoomMember; room: Room; headers: Headers; heardMs: number };

/** Rooms over WebSockets: one for each project, whatever the number of web processes. */
export function attachRealtime(options: {
  services: Pick<Services, "address" | "auth" | "database" | "queue" | "commits">;
  connectionString: string;
  recheckMs?: number;
  maxMembers?: number;
  maxSocketsPerUser?: number;
}): Realtime {
  const { services, connectionString, recheckMs = RECHECK_MS } = options;
  const { maxMembers = MAX_MEMBERS, maxSocketsPerUser = MAX_SOCKETS_PER_USER } = options;
  const { database, auth } = services;
  const connections = new Map<RoomMember, Connection>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.changeBytes,
    perMessageDeflate: false,
  });
  const directory = createRoomDirectory({
    services,
    connectionString,
    onAccessChanged(room) {
      for (const member of room.members) void recheck(member);
    },
  });

  function welcomeSocket(
    socket: WebSocket,
    call: { url: URL; projectId: string; user: RequestUser | null; headers: Headers },
  ): void {
    const { url, projectId, user, headers } = call;
    socket.on("error", (error) => log.debug({ err: error }, "a socket broke"));
    if (url.searchParams.get("protocol") !== String(PROTOCOL_VERSION)) {
      socket.close(CLOSE_CODES.protocolMismatch, "another version");
      return;
    }
    if (!user) {
      socket.close(CLOSE_CODES.signedOut, "signed out");
      return;
    }
    if (socketsOf(user.id) >= maxSocketsPerUser) {
      socket.close(TRY_AGAIN_LATER, "too many connections");
      return;
    }
    const room = directory.room(projectId);
    const peer = { connectionId: randomUUID(), userId: user.id, name: user.name };
    const member: RoomMember = { peer, socket, role: "viewer", revision: null, presence: null };
    const connection = { member, room, headers, heardMs: performance.now() };
    const joined = join(connection, sinceOf(url));
    const onMessage = handleMessages({ services, room, member, joined });
    connections.set(member, connection);
    room.join(member);
    socket.on("message", (data: Buffer, isBinary) => {
      connection.heardMs = performance.now();
      onMessage(data, isBinary);
    });
    socket.on("pong", () => (connection.heardMs = performance.now()));
    socket.on("close", () => {
      connections.delete(member);
      room.leave(member);
      directory.release(room);
    });
  }

  function socketsOf(userId: string): number {
    let count = 0;
    for (const { peer } of connections.keys()) if (peer.userId === userId) count += 1;
    return count;
  }

  /** Loads the project as this person may see it and welcomes them; closes the socket when they may not. */
  async function join({ member, room }: Connection, since: number | null): Promise<void> {
    const { peer, socket } = member;
    try {
      const loaded = await loadProject(services, {
        userId: peer.userId,
        projectId: room.projectId,
        since,
      });
      const backends = await directory.readBackends(room);
      // From here to the welcome nothing may wait: what the room is told meanwhile would come before it.
      // Somebody who is still to be checked takes up no place in the room.
      if (welcomedMembers(room.members).length >= maxMembers) {
        socket.close(TRY_AGAIN_LATER, "the room is full");
        return;
      }
      const { role, revision } = loaded;
      member.role = role;
      member.revision = revision;
      sendMessage(member, {
        type: "welcome",
        connectionId: peer.connectionId,
        userId: peer.userId,
        ...loaded,
        ...backends,
        peers: peersOf(room.members),
        progress: room.progress(),
      });
      room.welcomed(member);
    } catch (error) {
      closeFor(socket, error);
    }
  }

  async function recheck(member: RoomMember): Promise<void> {
    const connection = connections.get(member);
    if (!connection || member.revision === null) return;
    const { headers, room } = connection;
    const { userId } = member.peer;
    try {
      const user = await findRequestUser(auth, headers);
      if (user?.id !== userId) {
        member.socket.close(CLOSE_CODES.signedOut, "signed out");
        return;
      }
      const { projectId } = room;
      const access = await requireAccess({
        database,
        userId,
        projectId,
        permission: "project:view",
      });
      // Another role is told by a new welcome.
      if (access.role !== member.role) member.socket.close(RESTART, "another role");
    } catch (error) {
      closeFor(member.socket, error);
    }
  }

  function watch(): void {
    for (const { member, heardMs } of connections.values()) {
      if (performance.now() - heardMs > SOCKET_SILENCE_MS) {
        member.socket.terminate();
        continue;
      }
      if (member.socket.readyState === member.socket.OPEN) member.socket.ping();
      void recheck(member);
    }
  }
  const watching = setInterval(watch, recheckMs);
  watching.unref();

  return {
    handleUpgrade(request, socket, head) {
      // What comes over the wire need not be an address at all ("//"), and nothing above here catches.
      const url = URL.parse(request.url ?? "/", "http://room");
      const projectId = PATH.exec(url?.pathname ?? "")?.[1];
      if (!url || projectId === undefined) return false;
      socket.on("error", () => socket.destroy());
      const headers = headersOf(request);
      const call = { url, projectId };
      admit().catch((error: unknown) => {
        log.debug({ err: error }, "an upgrade was refused");
        socket.end(
          `HTTP/1.1 ${isGengaError(error) ? "403 Forbidden" : "503 Service Unavailable"}\r\nconnection: close\r\n\r\n`,
        );
      });
      async function admit(): Promise<void> {
        requireSameOrigin(services.address, headers);
        const user = await findRequestUser(auth, headers);
        server.handleUpgrade(request, socket, head, (opened) => {
          // A project that is badly named and one that isn't theirs get the same answer.
          welcomeSocket(opened, { ...call, user, headers });
        });
      }
      return true;
    },
    async close() {
      clearInterval(watching);
      for (const { member } of connections.values()) member.socket.close(RESTART, "restarting");
      server.close();
      await directory.close();
    },
  };
}

/** Browsers can't read a refused handshake, so they are told by the code with which an accepted socket is closed. */
function closeFor(socket: WebSocket, error: unknown): void {
  if (isGengaError(error) && (error.code === "not-found" || error.code === "forbidden")) {
    socket.close(CLOSE_CODES.noAccess, "not found");
    return;
  }
  log.warn({ err: error }, "a socket could not be served");
  socket.close(TRY_AGAIN_LATER, "try again later");
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const name of ["cookie", "host", "origin", "sec-fetch-site"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  return headers;
}

function sinceOf(url: URL): number | null {
  const text = url.searchParams.get("since") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
