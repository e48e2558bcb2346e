import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { clipKeyOf, clipSpecOf, type ClipSpec } from "#lib/core/clip-key.ts";
import type { Original, Take, TakeStatus } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readSegments } from "#lib/projects/read-segments.ts";
import { crashPoint } from "../crash-point.ts";
import type { JobData } from "../definitions/job-definitions.ts";
import { createProgressReporter } from "../progress-reporter.ts";
import type { JobContext, WorkerServices } from "../worker-services.ts";
import { drawOriginal, reuseOriginal } from "./draw-original.ts";
import { makeTakeClip, saveClip, type MadeClip } from "./make-clip.ts";
import { settleFailure } from "./settle-failure.ts";
import {
  claimTake,
  commitServerChange,
  watchClaim,
  writeUnderClaim,
  type TakeClaim,
} from "./take-claim.ts";

/** Draws one take from its recipe to its ready clip. Every step may be repeated by another attempt. */
export async function handleDrawTake(
  services: WorkerServices,
  data: JobData<"draw-take">,
  context: JobContext<JobData<"draw-take">>,
): Promise<void> {
  const { database } = services;
  const claim = await claimTake(database, data);
  if (!claim) return;
  crashPoint("take-claimed");
  const reporter = createProgressReporter({
    database,
    projectId: claim.projectId,
    kind: "take",
    id: claim.take.id,
  });
  const watch = watchClaim(database, claim);
  const signal = AbortSignal.any([watch.signal, context.signal, context.shutdown]);
  try {
    const segmentIds = [claim.take.segmentId];
    const reading = await readSegments(database, { projectId: claim.projectId, segmentIds });
    if (!reading) return;
    const original =
      (await keptOriginal(services, claim.take)) ??
      (claim.mayReuse ? await reuseOriginal(services, claim) : null) ??
      (await drawOriginal(services, { claim, project: reading.project, reporter, signal }));
    reporter.report({
      fraction: 1,
      detail: "Making the clip",
      queuePosition: null,
      etaSeconds: null,
    });
    const spec = await wantedSpec(database, { claim, original });
    const clip =
      spec &&
      (await makeTakeClip(services, {
        spec,
        original,
        backendId: claim.take.recipe.backendId,
        signal,
      }));
    crashPoint("clip-made");
    reporter.stop();
    await finishTake(services, { claim, clip });
    crashPoint("take-ready");
  } catch (error) {
    await settleFailure(services, { claim, error, data, context, claimSignal: watch.signal });
  } finally {
    reporter.stop();
    watch.stop();
  }
}

/** What an earlier attempt was given; null when there is none, or when its file is lost: then it is drawn anew. */
async function keptOriginal({ blobs }: WorkerServices, take: Take): Promise<Original | null> {
  return take.original && (await blobs.has(take.original.hash)) ? take.original : null;
}

/** What the take's clip has to be as the project stands; null while its two keyframes aren't both there. */
async function wantedSpec(
  reader: Transaction,
  options: { claim: TakeClaim; original: Original },
): Promise<ClipSpec | null> {
  const { claim, original } = options;
  const { projectId, take } = claim;
  const reading = await readSegments(reader, { projectId, segmentIds: [take.segmentId] });
  const segment = reading?.segments[0];
  if (!reading || !segment) return null;
  // A segment that was made a cut meanwhile has no length; its clip is derived when it is none any more.
  return clipSpecOf(reading.project, segment, { ...take, original });
}

/** The one commit that makes a take ready: with its clip, chosen for its segment. */
async function finishTake(
  services: WorkerServices,
  options: { claim: TakeClaim; clip: MadeClip | null },
): Promise<void> {
  const { database, queue } = services;
  const { claim, clip } = options;
  await writeUnderClaim({ database, claim }, async (transaction, locked, take) => {
    if (clip) await saveClip(transaction, clip);
    const nowMs = Date.now();
    const status: TakeStatus = {
      state: "ready",
      readyAt: new Date(nowMs).toISOString(),
      elapsedMs: nowMs - claim.claimedAtMs,
    };
    const fields = {
      status,
      clip: clip?.seams ? { key: clip.key, frames: clip.frames, seams: clip.seams } : null,
      notes: [...take.notes, ...(clip?.notes ?? []).filter((note) => !take.notes.includes(note))],
    };
    const patch: Patch[] = [{ kind: "take", id: take.id, from: {}, to: fields }];
    if (await isNewestChoice(transaction, { projectId: claim.projectId, take })) {
      patch.push({ kind: "segment", id: take.segmentId, from: {}, to: { chosenTakeId: take.id } });
    }
    await commitServerChange(transaction, {
      locked,
      label: "Finish a take",
      change: { ...EMPTY_CHANGE, patch },
    });
    if (!take.original) return;
    const spec = await wantedSpec(transaction, { claim, original: take.original });
    const clipKey = spec && clipKeyOf(spec);
    if (clipKey === null || clipKey === clip?.key) return;
    // The project's shape or the segment's length changed while the clip was being made.
    const job = { projectId: claim.projectId, takeId: take.id, clipKey };
    await queue.enqueue("derive-clip", [job], { transaction });
  });
}

/** A take that was asked for later and is there already stays chosen. */
async function isNewestChoice(
  transaction: Transaction,
  options: { projectId: string; take: Take },
): Promise<boolean> {
  const { projectId, take } = options;
  const rows = await transaction.$queryRaw<{ number: number }[]>`
    SELECT t."number" FROM "Segment" s
    JOIN "Take" t ON t."projectId" = s."projectId" AND t."id" = s."chosenTakeId"
    WHERE s."projectId" = ${projectId} AND s."id" = ${take.segmentId}`;
  const [chosen] = rows;
  return !chosen || chosen.number < take.number;
}
