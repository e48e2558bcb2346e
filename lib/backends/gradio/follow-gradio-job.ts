import { BackendError } from "../backend-error.ts";
import type { DrawProgress } from "../in-between-backend.ts";
import { OutboundError } from "../outbound/outbound-error.ts";
import { parseBoundedJson } from "../outbound/parse-bounded-json.ts";
import type { JobReference } from "./cancel-gradio-job.ts";
import type { GradioConnection } from "./connect-gradio.ts";
import { gradioFailure } from "./gradio-failure.ts";
import { plainLine } from "./plain-line.ts";
import { queueMessageSchema, type QueueMessage } from "./queue-messages.ts";
import { sseData } from "./sse-data.ts";
import { createProgressTeller } from "./tell-progress.ts";

export type GradioTiming = {
  /** Gradio sends a heartbeat every 15 s: silence for much longer is the end. */
  readonly inactivityMs: number;
  /** From joining the queue to the result; no other answer may take longer either. */
  readonly jobMs: number;
};

export type FollowOptions = {
  connection: GradioConnection;
  reference: JobReference;
  timing: GradioTiming;
  onProgress: (progress: DrawProgress) => void;
  /** A warning of the app, for the person. */
  onWarning: (line: string) => void;
  signal: AbortSignal;
};

/** A job's whole stream: an hour of heartbeats and progress is a fraction of it. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024;

/**
 * Listens to the queue until this job is over; what is said of other jobs is not heard.
 * @returns the outputs, or the failure that the server reported: then there is nothing left to call off
 * @throws BackendError, OutboundError when the stream ends or misbehaves before the job is over
 */
export async function followGradioJob(
  options: FollowOptions,
): Promise<readonly unknown[] | BackendError> {
  const { connection, reference, timing, onProgress, onWarning, signal } = options;
  const { apiPrefix, sessionHash, eventId } = reference;
  const tellProgress = createProgressTeller({ onProgress, nowMs: () => performance.now() });
  const answer = await connection.askOk(`${apiPrefix}/queue/data?session_hash=${sessionHash}`, {
    headers: { accept: "text/event-stream" },
    maxBytes: MAX_STREAM_BYTES,
    timeoutMs: timing.jobMs,
    signal,
    step: "follow the job",
  });
  try {
    for await (const text of sseData(answer.body)) {
      const message = parse(connection.withoutSecrets(text));
      if (!message) continue;
      if (message.event_id != null && message.event_id !== eventId) continue;
      if (message.msg === "process_completed") {
        // Without its own name it could be another's.
        if (message.event_id === eventId) return outcomeOf(message);
        continue;
      }
      if (message.msg === "unexpected_error" || message.msg === "server_stopped") {
        const words = message.message ?? "Server stopped";
        return gradioFailure({ message: words, title: message.title ?? null, now: new Date() });
      }
      if (message.msg === "close_stream") break;
      if (message.msg === "log" && message.level === "warning")
        onWarning(plainLine(message.log ?? ""));
      tellProgress(message);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutboundError && error.reason === "too-large") throw flooded();
    throw error;
  } finally {
    await answer.discard();
  }
  throw new OutboundError("connection", "the stream ended before the job");
}

function parse(text: string): QueueMessage | null {
  try {
    const parsed = queueMessageSchema.safeParse(parseBoundedJson(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function outcomeOf(message: QueueMessage): readonly unknown[] | BackendError {
  const output = message.output ?? {};
  if (message.success !== true) {
    const title = typeof output["title"] === "string" ? output["title"] : (message.title ?? null);
    const words = typeof output["error"] === "string" ? output["error"] : null;
    return gradioFailure({ message: words, title, now: new Date() });
  }
  if (Array.isArray(output["data"])) return output["data"] as unknown[];
  return new BackendError(
    "transport",
    "The backend stopped the job before it was drawn. The take tries again by itself.",
    { log: "completed without data: called off at the server" },
  );
}

function flooded(): BackendError {
  return new BackendError(
    "broken",
    "The backend sent messages without end, so Genga stopped listening. Your drawings and other takes are safe. Try it again, or use another backend.",
    { log: "stream bounds exceeded" },
  );
}
