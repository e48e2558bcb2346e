import { EMPTY_CHANGE, type Patch } from "#lib/core/change.ts";
import type { HelpReason } from "#lib/core/choose-backend.ts";
import type { Take, TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import type { LockedProject } from "#lib/projects/commit-in-transaction.ts";
import { commitServerChange, lockOrNull } from "../server-change.ts";

/** One worker's right to a take: every write that it makes names its attempt, and a newer attempt ends it. */
export type TakeClaim = {
  readonly projectId: string;
  readonly workspaceId: string;
  readonly take: Take;
  readonly attempt: number;
  /** When the claim was made, in milliseconds since 1970. */
  readonly claimedAtMs: number;
  /** Whether an equal take that is ready in the workspace by now will do. */
  readonly mayReuse: boolean;
  /** The backend that draws it; another than the asked one where that can't. */
  readonly backendId: string;
  /** Why that isn't the one that was asked; null when it is. */
  readonly helpReason: HelpReason | null;
  /** Tries in a row that a backend has refused for now. */
  readonly refusedCount: number;
  /** What the last attempt left for its backend; null when there is nothing. */
  readonly backendRef: string | null;
};

/** Thrown inside a write whose claim is over; the transaction rolls back and nothing is left behind. */
export class ClaimLost extends Error {
  constructor(claim: Pick<TakeClaim, "attempt" | "take">) {
    super(`attempt ${claim.attempt} of take ${claim.take.id} is over`);
    this.name = "ClaimLost";
  }
}

/**
 * Writes under a claim: `work` runs with the project locked and the take known to be still this attempt's.
 * @throws ClaimLost when a newer attempt, a cancel or a delete has ended the claim.
 */
export async function writeUnderClaim<Result>(
  options: { database: Database; claim: TakeClaim },
  work: (transaction: Transaction, locked: LockedProject, take: Take) => Promise<Result>,
): Promise<Result> {
  const { database, claim } = options;
  const { projectId } = claim;
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, projectId);
    const row =
      locked &&
      (await transaction.take.findUnique({
        where: { projectId_id: { projectId, id: claim.take.id } },
      }));
    if (!row || row.attempt !== claim.attempt || row.state !== "running")
      throw new ClaimLost(claim);
    return work(transaction, locked, recordOf("take", row));
  }, TRANSACTION_TIMES);
}

/** Moves the claimed take to another state, and ends the claim by that. */
export async function settleTake(
  transaction: Transaction,
  options: { locked: LockedProject; claim: TakeClaim; status: TakeStatus; label: string },
): Promise<void> {
  const { locked, claim, status, label } = options;
  const patch: Patch[] = [{ kind: "take", id: claim.take.id, from: {}, to: { status } }];
  await commitServerChange(transaction, { locked, label, change: { ...EMPTY_CHANGE, patch } });
}
