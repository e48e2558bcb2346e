import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { clipKeyOf, clipSpecOf } from "#lib/core/clip-key.ts";
import { takeClipSchema } from "#lib/core/take.ts";
import { TRANSACTION_TIMES } from "#lib/db/client.ts";
import { lockProject } from "#lib/projects/commit-in-transaction.ts";
import { readProject } from "#lib/projects/read-project.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { WorkerServices } from "../worker-services.ts";
import { commitServerChange } from "./take-claim.ts";

/**
 * Brings the clips of a project's chosen takes to what they should be: one that was made before is taken at once (a
 * slider pushed there and back), the others are derived by jobs of their own.
 */
export async function handleRefreshClips(
  services: WorkerServices,
  data: JobData<"refresh-clips">,
): Promise<void> {
  const { database, queue } = services;
  const { projectId } = data;
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, projectId);
    const view = await readProject(transaction, projectId);
    if (!view) return;
    const wanted = view.sequence.segments.flatMap((segment) => {
      const chosen = view.records.take.get(segment.record.chosenTakeId ?? "");
      if (chosen?.status.state !== "ready") return [];
      const spec = clipSpecOf(view.project, segment, chosen);
      const clipKey = spec && clipKeyOf(spec);
      return clipKey === null || clipKey === chosen.clip?.key ? [] : [{ takeId: chosen.id, clipKey }];
    });
    if (wanted.length === 0) return;
    const keys = wanted.map((one) => one.clipKey);
    const rows = await transaction.clip.findMany({ where: { key: { in: keys } } });
    const made = new Map(
      rows.flatMap((row) => {
        const clip = takeClipSchema.safeParse(row);
        return clip.success ? [[row.key, clip.data] as const] : [];
      }),
    );
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
      .map((one) => ({ projectId, ...one }));
    await queue.enqueue("derive-clip", jobs, { transaction });
  }, TRANSACTION_TIMES);
}
