import { EMPTY_CHANGE } from "#lib/core/change.ts";
import { clipKeyOf, clipSpecOf, type ClipSpec } from "#lib/core/clip-key.ts";
import type { Take } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Transaction } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { lockProject } from "#lib/projects/commit-in-transaction.ts";
import { readSegments } from "#lib/projects/read-segments.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";
import { findClip, makeTakeClip, saveClip } from "./make-clip.ts";
import { commitServerChange } from "../server-change.ts";

/** Derives the clip that a ready take should have by now. Makes nothing stale, and is done once however often asked. */
export async function handleDeriveClip(
  services: WorkerServices,
  data: JobData<"derive-clip">,
  context: JobContext<JobData<"derive-clip">>,
): Promise<void> {
  const { database } = services;
  const wanted = await wantedClip(database, data);
  if (!wanted?.take.original) return;
  const hasIt = wanted.take.clip?.key === data.clipKey;
  if (hasIt && (await findClip(services, data.clipKey))) return;
  const clip = await makeTakeClip(services, {
    spec: wanted.spec,
    original: wanted.take.original,
    backendId: wanted.take.recipe.backendId,
    signal: AbortSignal.any([context.signal, context.shutdown]),
  });
  const { seams } = clip;
  if (!seams) return;
  await database.$transaction(async (transaction) => {
    const locked = await lockProject(transaction, data.projectId);
    const still = await wantedClip(transaction, data);
    if (!still) return;
    await saveClip(transaction, clip);
    const to = { clip: { key: clip.key, frames: clip.frames, seams } };
    await commitServerChange(transaction, {
      locked,
      label: "Derive a clip",
      change: {
        ...EMPTY_CHANGE,
        patch: [{ kind: "take", id: still.take.id, from: {}, to }],
      },
    });
  }, TRANSACTION_TIMES);
}

/** Null when the take is gone or should by now have another one than the job was sent for. */
async function wantedClip(
  reader: Transaction,
  data: JobData<"derive-clip">,
): Promise<{ take: Take; spec: ClipSpec } | null> {
  const { projectId, takeId, clipKey } = data;
  const row = await reader.take.findUnique({ where: { projectId_id: { projectId, id: takeId } } });
  const take = row && recordOf("take", row);
  if (take?.status.state !== "ready") return null;
  const reading = await readSegments(reader, { projectId, segmentIds: [take.segmentId] });
  const segment = reading?.segments[0];
  const spec = reading && segment && clipSpecOf(reading.project, segment, take);
  return spec && clipKeyOf(spec) === clipKey ? { take, spec } : null;
}
