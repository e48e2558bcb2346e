import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import { fingerprintOf } from "#lib/core/recipe.ts";
import { canBecome, type TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import { commitServerChange, lockOrNull } from "../server-change.ts";
import type { Reservation } from "./look-for-takes.ts";
import { recipeForBackend } from "./recipe-for-backend.ts";
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
    const recipe = isHopeless
      ? take.recipe
      : await recipeForBackend(transaction, { workspaceId, projectId, take, backendId });
    const fields = {
      status,
      ...(recipe === take.recipe ? {} : { recipe, fingerprint: fingerprintOf(recipe) }),
    };
    const patch: Patch[] = [{ kind: "take", id: takeId, from: {}, to: fields }];
    await commitServerChange(transaction, {
      locked,
      label: isHopeless ? "Give up a take" : "Begin a take",
      change: { ...EMPTY_CHANGE, patch },
    });
    if (isHopeless) return null;
    const { mayReuse, refusedCount } = row;
    // A job at another backend is none of this one's business.
    const backendRef = take.recipe.backendId === backendId ? row.backendRef : null;
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
      backendRef,
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
