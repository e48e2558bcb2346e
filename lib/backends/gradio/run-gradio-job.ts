import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import { BackendError } from "../backend-error.ts";
import { readJson } from "../outbound/read-body.ts";
import { cancelGradioJob, type JobReference } from "./cancel-gradio-job.ts";
import type { GradioConnection } from "./connect-gradio.ts";
import { followGradioJob, type FollowOptions } from "./follow-gradio-job.ts";

const joinedSchema = z.looseObject({ event_id: z.string().check(z.regex(/^[\w-]{1,128}$/)) });
const JOIN_TIMEOUT_MS = 30_000;
const JOIN_PATIENCE_MS = 3_000;

/**
 * Puts a job into an app's queue, follows it to its end, and calls it off there when it doesn't come to one.
 * @returns the values of the endpoint's outputs, as the server sent them
 * @throws BackendError, OutboundError
 */
export async function runGradioJob(
  options: Omit<FollowOptions, "reference"> & {
    connection: GradioConnection;
    apiPrefix: string;
    functionIndex: number;
    data: readonly unknown[];
    /** Resolves once the reference is kept, so that another process can call an orphan off. */
    onJoined: (reference: JobReference) => Promise<void>;
  },
): Promise<readonly unknown[]> {
  const { connection, apiPrefix, functionIndex, data, onJoined, signal } = options;
  signal.throwIfAborted();
  const sessionHash = randomBytes(8).toString("hex");
  // Not torn off at once: it may have joined all the same, and then nobody could call it off.
  const patience = patient(signal, JOIN_PATIENCE_MS);
  const answer = await connection.askOk(`${apiPrefix}/queue/join`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ data, fn_index: functionIndex, session_hash: sessionHash }),
    maxBytes: 256 * 1024,
    timeoutMs: JOIN_TIMEOUT_MS,
    signal: patience,
    step: "join the queue",
  });
  const joined = joinedSchema.safeParse(await readJson(answer));
  if (!joined.success) {
    throw new BackendError(
      "broken",
      "The backend took the job and then answered nonsense. Your drawings and other takes are safe. Try it again, or use another backend.",
      { log: "no usable event id" },
    );
  }
  const reference = { apiPrefix, sessionHash, eventId: joined.data.event_id, functionIndex };
  let isOver = false;
  try {
    await onJoined(reference);
    signal.throwIfAborted();
    const result = await followGradioJob({ ...options, reference });
    isOver = true;
    if (!(result instanceof BackendError)) return result;
    throw result;
  } finally {
    if (!isOver) await cancelGradioJob(connection, reference);
  }
}

/** A signal that aborts a while after another. */
function patient(signal: AbortSignal, graceMs: number): AbortSignal {
  const controller = new AbortController();
  const later = () => setTimeout(() => controller.abort(signal.reason), graceMs).unref();
  signal.addEventListener("abort", later, { once: true });
  return controller.signal;
}
