import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import type { Project } from "#lib/core/project.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { lockProject } from "#lib/projects/commit-in-transaction.ts";
import { findWholeClips } from "#lib/projects/find-whole-clips.ts";
import { readProjectSnapshot } from "#lib/projects/read-project.ts";
import { readSegments } from "#lib/projects/read-segments.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { WorkerServices } from "../worker-services.ts";
import { commitServerChange } from "../server-change.ts";

/**
 * Brings the clips of a project's chosen takes to what they should be: one that was made before is taken at once (a
 * slider pushed there and back), the others are derived by jobs of their own. The whole project is read without its
 * lock, so that nobody's edit waits for that; only segments that need something are read again inside.
 */
export async function handleRefreshClips(
  services: WorkerServices,
  data: JobData<"refresh-clips">,
): Promise<void> {
  const { database, queue, blobs } = services;
  const { projectId } = data;
  const view = await readProjectSnapshot(database, projectId);
  if (!view) return;
  const segmentIds = clipsWanted(view.project, view.sequence.segments, view.records.take).map(
    (one) => one.segmentId,
  );
  if (segmentIds.length === 0) return;
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const reading = await readSegments(transaction, { projectId, segmentIds });
    if (!reading) return;
    const takes = [...reading.takesBySegment.values()].flat();
    const takesById = new Map(takes.map((take) => [take.id, take]));
    const wanted = clipsWanted(reading.project, reading.segments, takesById);
    const keys = wanted.map((one) => one.clipKey);
    const made = await findWholeClips({ database: transaction, blobs }, keys);
    const patch = wanted.flatMap(({ takeId, clipKey }): Patch[] => {
      const clip = made.get(clipKey);
      return clip ? [{ kind: "take", id: takeId, from: {}, to: { clip } }] : [];
    });
    if (patch.length > 0) {
      await commitServerChange(transaction, {
        locked,
        label: "Use clips made before",
        change: { ...EMPTY_CHANGE, patch },
      });
    }
    const jobs = wanted
      .filter(({ clipKey }) => !made.has(clipKey))
      .map(({ takeId, clipKey }) => ({ projectId, takeId, clipKey }));
    await queue.enqueue("derive-clip", jobs, { transaction });
  }, TRANSACTION_TIMES);
}

type WantedClip = { readonly segmentId: string; readonly takeId: string; readonly clipKey: string };

/** The chosen takes whose clip is another than it should be. */
function clipsWanted(
  project: Project,
  segments: readonly SequenceSegment[],
  takes: ReadonlyMap<string, Take>,
): WantedClip[] {
  return segments.flatMap((segment) => {
    const chosen = takes.get(segment.record.chosenTakeId ?? "");
    if (chosen?.status.state !== "ready") return [];
    const spec = clipSpecOf(project, segment, chosen);
    const clipKey = spec && clipKeyOf(spec);
    if (clipKey === null || clipKey === chosen.clip?.key) return [];
    return [{ segmentId: segment.id, takeId: chosen.id, clipKey }];
  });
}
