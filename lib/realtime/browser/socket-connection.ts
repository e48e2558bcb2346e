import {
  CLOSE_CODES,
  SOCKET_SILENCE_MS,
  type ClientMessage,
  type ServerMessage,
} from "../protocol.ts";
import type { ClosedReason } from "./project-state.ts";

export type SocketStatus =
  | { readonly state: "connecting" | "live" | "offline" }
  | { readonly state: "closed"; readonly reason: ClosedReason };

export type SocketConnection = {
  open(): void;
  /** @returns false when there is no live connection; what must arrive is sent again after the next welcome. */
  send(message: ClientMessage): boolean;
  /** Gives the present socket up and connects anew, from the revision that the address then says. */
  reconnect(): void;
  close(): void;
};

/** First wait before connecting again; doubled each time up to the longest, and shortened at random by up to half. */
const RETRY_MS = { first: 300, longest: 15_000 };
/** A connection that held this long was a good one: the next wait is the first again. */
const STEADY_MS = 5_000;
/** How long a socket may take to welcome us, and to answer when the machine woke up or its network changed. */
const ANSWER_MS = 8_000;
/** Times in a row that the server may call our messages wrong before we stop. */
const MAX_BAD_CLOSES = 3;

const CLOSED_REASONS: ReadonlyMap<number, ClosedReason> = new Map([
  [CLOSE_CODES.signedOut, "signed-out"],
  [CLOSE_CODES.noAccess, "gone"],
  [CLOSE_CODES.protocolMismatch, "reload"],
]);

/**
 * One connection to a project's room that comes back by itself: waits with backoff and jitter, notices a dead network
 * by silence, and stops when the server says that trying again won't help.
 * @param options.url asked before each attempt, because it carries the revision to go on from.
 */
export function createSocketConnection(options: {
  url: () => string;
  onMessage: (message: ServerMessage) => void;
  onStatus: (status: SocketStatus) => void;
  silenceMs?: number;
  retryMs?: { first: number; longest: number };
}): SocketConnection {
  const { url, onMessage, onStatus, silenceMs = SOCKET_SILENCE_MS, retryMs = RETRY_MS } = options;
  let socket: WebSocket | null = null;
  let isLive = false;
  let isStopped = true;
  let attempts = 0;
  let badCloses = 0;
  let liveSinceMs = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let pingTimer: ReturnType<typeof setInterval> | undefined;

  function open(): void {
    if (!isStopped) return;
    isStopped = false;
    attempts = 0;
    badCloses = 0;
    listen("add");
    connect();
  }

  function connect(): void {
    clearTimeout(retryTimer);
    if (isStopped || socket) return;
    onStatus({ state: attempts === 0 ? "connecting" : "offline" });
    const opened = new WebSocket(url());
    socket = opened;
    expectAnswer(ANSWER_MS);
    opened.onmessage = (event: MessageEvent<unknown>) => {
      if (opened === socket) hear(event.data);
    };
    opened.onclose = (event) => {
      if (opened === socket) lose(event.code);
    };
    // `close` follows every `error`; without a listener some runtimes report the error as unhandled.
    opened.onerror = () => undefined;
  }

  function hear(data: unknown): void {
    const message = parseMessage(data);
    if (!message) {
      reconnect();
      return;
    }
    expectAnswer(silenceMs);
    if (message.type === "welcome") {
      isLive = true;
      liveSinceMs = Date.now();
      clearInterval(pingTimer);
      pingTimer = setInterval(() => send({ type: "ping" }), silenceMs / 3);
    }
    onMessage(message);
    if (message.type === "welcome" && isLive) onStatus({ state: "live" });
  }

  function send(message: ClientMessage): boolean {
    if (!socket || !isLive || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  function lose(code: number): void {
    const wasSteady = isLive && Date.now() - liveSinceMs >= STEADY_MS;
    release();
    badCloses = code === CLOSE_CODES.badMessage ? badCloses + 1 : 0;
    const reason =
      CLOSED_REASONS.get(code) ?? (badCloses >= MAX_BAD_CLOSES ? ("error" as const) : undefined);
    if (reason !== undefined) {
      stop(reason);
      return;
    }
    attempts = wasSteady ? 1 : attempts + 1;
    onStatus({ state: "offline" });
    const waitMs = Math.min(retryMs.longest, retryMs.first * 2 ** Math.min(attempts - 1, 16));
    retryTimer = setTimeout(connect, waitMs * (0.5 + Math.random() / 2));
  }

  function reconnect(): void {
    if (isStopped) return;
    const abandoned = socket;
    lose(0);
    abandoned?.close();
  }

  /** The network is back or the page is looked at again: try now, or make sure that the socket still lives. */
  function wake(): void {
    if (isStopped || document.visibilityState === "hidden") return;
    if (!socket) connect();
    else if (send({ type: "ping" })) expectAnswer(ANSWER_MS);
  }

  function expectAnswer(withinMs: number): void {
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(reconnect, withinMs);
  }

  function release(): void {
    clearTimeout(silenceTimer);
    clearInterval(pingTimer);
    socket = null;
    isLive = false;
  }

  function stop(reason: ClosedReason): void {
    if (isStopped) return;
    isStopped = true;
    clearTimeout(retryTimer);
    listen("remove");
    const abandoned = socket;
    release();
    abandoned?.close();
    onStatus({ state: "closed", reason });
  }

  function listen(which: "add" | "remove"): void {
    if (typeof window === "undefined") return;
    const change = which === "add" ? "addEventListener" : "removeEventListener";
    window[change]("online", wake);
    window[change]("offline", wake);
    document[change]("visibilitychange", wake);
  }

  return { open, send, reconnect, close: () => stop("left") };
}

/** The server's messages are of our own build, so only their outer form is looked at. */
function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== "object" || message === null || !("type" in message)) return null;
    return message as ServerMessage;
  } catch {
    return null;
  }
}
