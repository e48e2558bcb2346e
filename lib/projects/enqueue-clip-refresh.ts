import type { Change } from "#lib/core/change.ts";
import type { JobQueue, QueueTransaction } from "#lib/jobs/job-queue.ts";

const PROJECT_FIELDS = [
  "frameRate",
  "width",
  "height",
  "fit",
  "fitColor",
  "segmentFrames",
  "easing",
  "motion",
];
const SEGMENT_FIELDS = ["durationFrames", "easing", "motion", "chosenTakeId", "type"];
const PAUSE_MS = 700;

/** Whether a change may ask for other clips of takes that are there: geometry, length, easing, choice, pairs. */
export function touchesClips(change: Change): boolean {
  const whole = [...change.put, ...change.remove];
  if (whole.some(({ kind }) => kind === "keyframe" || kind === "segment")) return true;
  return change.patch.some(({ kind, to }) => {
    if (kind === "project") return PROJECT_FIELDS.some((name) => name in to);
    if (kind === "segment") return SEGMENT_FIELDS.some((name) => name in to);
    return kind === "keyframe" && ("imageId" in to || "order" in to);
  });
}

/**
 * Has clips derived anew where a person's change asks for it, after a pause in which more changes join: part of the
 * commit's own transaction.
 */
export async function enqueueClipRefresh(
  queue: JobQueue,
  options: { transaction: QueueTransaction; projectId: string; change: Change },
): Promise<void> {
  const { transaction, projectId, change } = options;
  if (!touchesClips(change)) return;
  const startAfter = new Date(Date.now() + PAUSE_MS);
  await queue.enqueue("refresh-clips", [{ projectId }], { transaction, startAfter });
}
