import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { clipKeyOf } from "#lib/core/clip-key.ts";
import type { Take, TakeStatus } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { saveClip, type MadeClip } from "../handlers/make-clip.ts";
import { commitServerChange } from "../server-change.ts";
import type { WorkerServices } from "../worker-services.ts";
import { writeUnderClaim, type TakeClaim } from "./take-claim.ts";
import { wantedSpec } from "./wanted-spec.ts";

/** The one commit that makes a take ready: with its clip, chosen for its segment. */
export async function finishTake(
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
