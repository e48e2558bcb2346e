import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { recipeOf, seedWithin } from "#lib/core/recipe-of.ts";
import { fingerprintOf, type Recipe } from "#lib/core/recipe.ts";
import { canBecome, type Take, type TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import { readSegments } from "#lib/projects/read-segments.ts";
import { commitServerChange, lockOrNull } from "../server-change.ts";
import type { Reservation } from "./reserve-take.ts";
import type { TakeClaim } from "./take-claim.ts";

/** Lost workers in a row after which a take is given up; an orderly restart doesn't count. */
const MAX_LOST = 5;

/**
 * Shows a reserved take as running, with the recipe of the backend that draws it.
 * @returns null when there is nothing to do: it is gone, cancelled or deleted, or has taken too many workers with it
 */
export async function beginTake(
  database: Database,
  reservation: Reservation,
): Promise<TakeClaim | null> {
  const { workspaceId, projectId, takeId, attempt, backendId, helpReason, lostCount } = reservation;
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, projectId);
    const row =
      locked &&
      (await transaction.take.findUnique({ where: { projectId_id: { projectId, id: takeId } } }));
    if (
      !row ||
      row.attempt !== attempt ||
      !canBecome(recordOf("take", row).status.state, "running")
    )
      return null;
    const take = recordOf("take", row);
    const claimedAtMs = Date.now();
    const isHopeless = lostCount >= MAX_LOST;
    const status: TakeStatus = isHopeless
      ? givenUp(claimedAtMs)
      : { state: "running", attempt, startedAt: new Date(claimedAtMs).toISOString() };
    const fields = {
      status,
      ...(isHopeless ? {} : await recipeFields(transaction, { projectId, take, backendId })),
    };
    const patch: Patch[] = [{ kind: "take", id: takeId, from: {}, to: fields }];
    await commitServerChange(transaction, {
      locked,
      label: isHopeless ? "Give up a take" : "Begin a take",
      change: { ...EMPTY_CHANGE, patch },
    });
    if (isHopeless) return null;
    const { mayReuse, refusedCount } = row;
    return {
      projectId,
      workspaceId,
      take: { ...take, ...fields },
      attempt,
      claimedAtMs,
      mayReuse,
      backendId,
      helpReason,
      refusedCount,
    };
  }, TRANSACTION_TIMES);
}

function givenUp(nowMs: number): TakeStatus {
  const message =
    "The worker stopped each time it drew this take. Your drawings and other takes are safe. Try other settings or another backend.";
  return {
    state: "failed",
    failedAt: new Date(nowMs).toISOString(),
    error: { errorClass: "broken", message },
  };
}

/** Another recipe where another backend draws than the one that it was made for, or that one has changed since. */
async function recipeFields(
  transaction: Transaction,
  options: { projectId: string; take: Take; backendId: string },
): Promise<{ recipe?: Recipe; fingerprint?: string }> {
  const { projectId, take, backendId } = options;
  const { recipe } = take;
  const asked = recipe.fallbackFor ?? recipe.backendId;
  if (take.original) return {};
  const backends = await describeWorkspaceBackends(transaction, { projectId });
  const backend = backends.get(backendId);
  if (!backend) return {};
  if (recipe.backendId === backendId && recipe.backendVersion === backend.version) return {};
  const reading = await readSegments(transaction, { projectId, segmentIds: [take.segmentId] });
  const segment = reading?.segments[0];
  // Its drawings were taken apart: there is nothing to make another recipe of.
  if (!reading || !segment) return {};
  const wanted = recipeOf({
    project: reading.project,
    segment,
    backend,
    seed: seedWithin(backend, recipe.seed),
    fallbackFor: backendId === asked ? undefined : asked,
  });
  // Drawings that were replaced since make the take stale, as they would have without this.
  const { fromImageId, toImageId } = recipe;
  const renewed = { ...wanted, fromImageId, toImageId };
  return { recipe: renewed, fingerprint: fingerprintOf(renewed) };
}
