import { EMPTY_CHANGE } from "#lib/core/change.ts";
import type { RenderStatus } from "#lib/core/render.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { filmPlanSchema, type FilmPlan } from "#lib/projects/film-plan.ts";
import type { LockedProject } from "#lib/projects/commit-in-transaction.ts";
import { commitServerChange, lockOrNull, lostCountOf } from "../server-change.ts";

/** One worker's right to a render, as `TakeClaim` is to a take. */
export type RenderClaim = {
  readonly projectId: string;
  readonly renderId: string;
  readonly attempt: number;
  readonly plan: FilmPlan;
};

/** Takes a render up. @returns null when it is gone, cancelled or done. */
export async function claimRender(
  database: Database,
  options: { projectId: string; renderId: string },
): Promise<RenderClaim | null> {
  const { projectId, renderId } = options;
  const name = { projectId, id: renderId };
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, projectId);
    const row = locked && (await transaction.render.findUnique({ where: { projectId_id: name } }));
    if (!row || (row.state !== "queued" && row.state !== "running")) return null;
    const plan = filmPlanSchema.parse(row.plan);
    const attempt = row.attempt + 1;
    await transaction.render.update({
      where: { projectId_id: name },
      data: { attempt, lostCount: lostCountOf(row) },
    });
    const claim = { projectId, renderId, attempt, plan };
    await commitStatus(transaction, { locked, claim, status: { state: "running", attempt } });
    return claim;
  }, TRANSACTION_TIMES);
}

/**
 * Ends a claim with this state; `blobHash` names the finished film.
 * @returns false when another attempt or a cancel was first; nothing is written then.
 */
export async function settleRender(
  database: Database,
  options: {
    claim: Omit<RenderClaim, "plan">;
    status: RenderStatus;
    blobHash?: string;
    within?: (transaction: Transaction) => Promise<void>;
  },
): Promise<boolean> {
  const { claim, status, blobHash, within } = options;
  const name = { projectId: claim.projectId, id: claim.renderId };
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, claim.projectId);
    if (!locked || !(await standsIn(transaction, claim))) return false;
    if (blobHash !== undefined) {
      await transaction.render.update({ where: { projectId_id: name }, data: { blobHash } });
    }
    await commitStatus(transaction, { locked, claim, status });
    await within?.(transaction);
    return true;
  }, TRANSACTION_TIMES);
}

/** Whether the claim still stands; the handler asks twice a second. */
export async function standsIn(
  reader: Transaction,
  claim: Omit<RenderClaim, "plan">,
): Promise<boolean> {
  const row = await reader.render.findUnique({
    where: { projectId_id: { projectId: claim.projectId, id: claim.renderId } },
    select: { attempt: true, state: true, project: { select: { deletedAt: true } } },
  });
  const isHeld = row?.attempt === claim.attempt && row.state === "running";
  return isHeld && row.project.deletedAt === null;
}

async function commitStatus(
  transaction: Transaction,
  options: {
    locked: LockedProject;
    claim: Pick<RenderClaim, "renderId">;
    status: RenderStatus;
  },
): Promise<void> {
  const { locked, claim, status } = options;
  const patch = [{ kind: "render" as const, id: claim.renderId, from: {}, to: { status } }];
  await commitServerChange(transaction, {
    locked,
    label: `Film: ${status.state}`,
    change: { ...EMPTY_CHANGE, patch },
  });
}
