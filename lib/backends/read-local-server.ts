import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod/mini";
import { localBackendStatusSchema, type LocalBackendStatus } from "#lib/core/local-backend.ts";
import { BackendError } from "./backend-error.ts";
import type { GradioServer } from "./gradio/connect-gradio.ts";
import type { DrawProgress } from "./in-between-backend.ts";

/** Only this machine: the file is ours, and still no reason to send drawings elsewhere. */
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d{2,5}$/;
const MAX_SERVER_BYTES = 4_096;
const MAX_STATUS_BYTES = 256 * 1024;
/** A first set-up over a slow line; after it the take gives its place to another and tries again later. */
const WAIT_MS = 15 * 60_000;
const POLL_MS = 250;

const serverSchema = z.object({
  baseUrl: z.string().check(z.regex(LOOPBACK)),
  user: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
});

export type LocalServer = { baseUrl: string; login: NonNullable<GradioServer["login"]> };

/** What a drawing waits with. */
export type Waiting = {
  readonly onProgress?: (progress: DrawProgress) => void;
  readonly signal: AbortSignal;
};

/** Told apart because it comes back with Genga itself, and not by being asked. */
export class LocalServerAway extends BackendError {}

/**
 * Where the local in-betweener listens at the moment, and the way in; `npm start` writes it down when it answers.
 * @throws LocalServerAway `asleep` while it isn't running
 */
export async function readLocalServer(dataDirectory: string): Promise<LocalServer> {
  const text = await readStart(pathOf(dataDirectory, "server.json"), MAX_SERVER_BYTES);
  const parsed = serverSchema.safeParse(parse(text));
  if (!parsed.success) {
    throw new LocalServerAway("asleep", awayMessage(await readStatus(dataDirectory)), {
      log: text === null ? "no server.json" : "server.json can't be read",
    });
  }
  const { baseUrl, user, password } = parsed.data;
  return { baseUrl, login: { user, password } };
}

/**
 * The same for a drawing: while it is being set up or starts, it is waited for.
 * @throws LocalServerAway `asleep` when it isn't on its way, or doesn't come
 */
export async function awaitLocalServer(
  options: { dataDirectory: string } & Waiting,
): Promise<LocalServer> {
  const { dataDirectory, onProgress, signal } = options;
  const until = performance.now() + WAIT_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await readLocalServer(dataDirectory);
    } catch (error) {
      const status = await readStatus(dataDirectory);
      if (!isComing(status) || performance.now() > until) throw error;
      const detail = `The local in-betweener is ${comingWords(status)}`;
      onProgress?.({ fraction: null, detail, queuePosition: null, etaSeconds: null });
    }
    await pause(POLL_MS, undefined, { signal });
  }
}

/** `running`: it has just become so, or has just ended. */
function isComing(status: LocalBackendStatus | null): status is LocalBackendStatus {
  return status !== null && ["installing", "starting", "running"].includes(status.state);
}

function comingWords({ state, detail }: LocalBackendStatus): string {
  return state === "installing" ? `being set up (${detail})` : "starting";
}

function awayMessage(status: LocalBackendStatus | null): string {
  if (isComing(status)) {
    return `The local in-betweener is ${comingWords(status)}. What waits for it goes on by itself.`;
  }
  return "The local in-betweener is not running. It starts with Genga; its log in the backend's settings says more if it can't.";
}

async function readStatus(dataDirectory: string): Promise<LocalBackendStatus | null> {
  const text = await readStart(pathOf(dataDirectory, "status.json"), MAX_STATUS_BYTES);
  return localBackendStatusSchema.safeParse(parse(text)).data ?? null;
}

function pathOf(dataDirectory: string, name: string): string {
  return join(dataDirectory, "selfhost", name);
}

async function readStart(path: string, maxBytes: number): Promise<string | null> {
  try {
    await using file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    return null;
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
