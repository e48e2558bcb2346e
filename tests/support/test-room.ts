import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import WebSocket from "ws";
import { createAuth } from "#lib/auth/create-auth.ts";
import type { Change } from "#lib/core/change.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { openJobQueue } from "#lib/jobs/job-queue.ts";
import { createCommitFeed } from "#lib/projects/commit-feed.ts";
import {
  PROTOCOL_VERSION,
  type ClientMessage,
  type ServerMessage,
} from "#lib/realtime/protocol.ts";
import { attachRealtime } from "#lib/realtime/server/attach-realtime.ts";
import { TEST_SECRET } from "./test-secret.ts";

/** A web process reduced to its rooms: real sockets, real sessions, the real database. */
export type TestRoomServer = {
  readonly origin: string;
  readonly database: Database;
  /** Makes an account and gives its id and the cookie of its session. */
  signUp(name: string): Promise<{ userId: string; cookie: string }>;
  stop(): Promise<void>;
};

export async function startTestRoomServer(
  connectionString: string,
  options: { recheckMs?: number; maxMembers?: number; maxSocketsPerUser?: number } = {},
): Promise<TestRoomServer> {
  const database = createDatabase(connectionString);
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const address = { url: undefined, host: "127.0.0.1", port };
  const auth = createAuth({ database, secret: TEST_SECRET, address });
  const queue = await openJobQueue({ connectionString, role: "sender" });
  const services = { address, auth, database, queue, commits: createCommitFeed() };
  const realtime = attachRealtime({ services, connectionString, ...options });
  server.on("upgrade", (request, socket, head) => {
    if (!realtime.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    database,
    async signUp(name) {
      const body = { name, email: `${crypto.randomUUID()}@example.test`, password: "long enough" };
      const response = await auth.api.signUpEmail({ body, asResponse: true });
      const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
      const { user } = (await response.json()) as { user: { id: string } };
      return { userId: user.id, cookie };
    },
    async stop() {
      await realtime.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await queue.stop();
      await database.$disconnect();
    },
  };
}

/** One browser in a room. */
export type TestRoomClient = {
  readonly messages: readonly ServerMessage[];
  onMessage(listener: (message: ServerMessage) => void): void;
  send(message: ClientMessage): void;
  commit(change: Change, changeId?: string): string;
  /** The first message that passes, past ones too. */
  heard<Type extends ServerMessage["type"]>(
    type: Type,
    passes?: (message: ServerMessage & { type: Type }) => boolean,
  ): Promise<ServerMessage & { type: Type }>;
  /** The code with which the server closed the socket, or 0 when it refused the handshake. */
  readonly closed: Promise<number>;
  close(): Promise<number>;
};

export function openTestRoom(options: {
  server: TestRoomServer;
  projectId: string;
  cookie?: string;
  since?: number;
  origin?: string;
  protocol?: number;
}): TestRoomClient {
  const { server, projectId, cookie = "", since, protocol = PROTOCOL_VERSION } = options;
  const query = `protocol=${protocol}${since === undefined ? "" : `&since=${since}`}`;
  const url = `${server.origin.replace("http", "ws")}/api/projects/${projectId}/socket?${query}`;
  const socket = new WebSocket(url, {
    headers: { cookie },
    origin: options.origin ?? server.origin,
  });
  const messages: ServerMessage[] = [];
  const waiting = new Set<() => void>();
  const listeners = new Set<(message: ServerMessage) => void>();
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString("utf8")) as ServerMessage;
    messages.push(message);
    for (const listener of listeners) listener(message);
    for (const look of waiting) look();
  });
  socket.on("error", () => undefined);
  const closed = new Promise<number>((resolve) => {
    socket.on("close", (code) => resolve(code === 1006 ? 0 : code));
  });
  const send = (message: ClientMessage) => socket.send(JSON.stringify(message));
  return {
    messages,
    onMessage: (listener) => listeners.add(listener),
    closed,
    send,
    commit(change, changeId = crypto.randomUUID()) {
      send({ type: "commit", changeId, label: "Edit", change });
      return changeId;
    },
    heard(type, passes = () => true) {
      type Wanted = ServerMessage & { type: typeof type };
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = messages.find(
            (message): message is Wanted => message.type === type && passes(message as Wanted),
          );
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        void closed.then((code) => reject(new Error(`closed with ${code} before ${type}`)));
        look();
      });
    },
    close() {
      socket.close();
      return closed;
    },
  };
}

/** Everything that a client was told, as one run of revisions. */
export function toldRevisions(client: TestRoomClient): number[] {
  return client.messages.flatMap((message) =>
    message.type === "changes" || message.type === "welcome"
      ? message.changes.map((change) => change.revision)
      : [],
  );
}
