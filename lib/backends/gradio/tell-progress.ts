import type { DrawProgress } from "../in-between-backend.ts";
import { progressOf, type QueueMessage } from "./queue-messages.ts";

/**
 * Tells the progress that messages have in them, and fills in what one leaves out and an earlier one has told: the time
 * that is left, counted on, and with a line of the log how far it had come. A heartbeat tells the last progress again.
 * @param options.nowMs a clock that only goes forwards
 */
export function createProgressTeller(options: {
  onProgress: (progress: DrawProgress) => void;
  nowMs: () => number;
}): (message: QueueMessage) => void {
  const { onProgress, nowMs } = options;
  let last: DrawProgress | null = null;
  let endsAtMs: number | null = null;
  return (message) => {
    const isHeartbeat = message.msg === "heartbeat";
    const progress = isHeartbeat ? last : progressOf(message);
    if (!progress) return;
    const now = nowMs();
    if (!isHeartbeat && progress.etaSeconds !== null) endsAtMs = now + progress.etaSeconds * 1_000;
    const leftMs = endsAtMs === null ? 0 : endsAtMs - now;
    const isLine = message.msg === "log";
    last = {
      ...progress,
      fraction: progress.fraction ?? (isLine ? (last?.fraction ?? null) : null),
      // What took longer than was told has no end that anybody knows.
      etaSeconds: leftMs > 0 ? leftMs / 1_000 : null,
    };
    onProgress(last);
  };
}
