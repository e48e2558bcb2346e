import { randomUUID } from "node:crypto";
import { EMPTY_CHANGE, type Change, type Patch } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import { canBecome, type Take, type TakeStatus } from "#lib/core/take.ts";
import { TRANSACTION_TIMES, type Database, type Transaction } from "#lib/db/client.ts";
import { recordOf } from "#lib/db/record-rows.ts";
import {
  commitInTransaction,
  lockProject,
  type LockedProject,
} from "#lib/projects/commit-in-transaction.ts";

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
};

/** Thrown inside a write whose claim is over; the transaction rolls back and nothing is left behind. */
export class ClaimLost extends Error {
  constructor(claim: TakeClaim) {
    super(`attempt ${claim.attempt} of take ${claim.take.id} is over`);
    this.name = "ClaimLost";
  }
}

/**
 * Takes a take up: raises its attempt and shows it as running.
 * @returns null when there is nothing to do (it is gone, cancelled, or done by another attempt).
 */
export async function claimTake(
  database: Database,
  options: { projectId: string; takeId: string },
): Promise<TakeClaim | null> {
  const { projectId, takeId } = options;
  return database.$transaction(async (transaction) => {
    const locked = await lockOrNull(transaction, projectId);
    const row =
      locked &&
      (await transaction.take.findUnique({ where: { projectId_id: { projectId, id: takeId } } }));
    if (!row) return null;
    const take = recordOf("take", row);
    if (!canBecome(take.status.state, "running")) return null;
    const attempt = row.attempt + 1;
    await transaction.take.update({
      where: { projectId_id: { projectId, id: takeId } },
      data: { attempt, lostCount: lostCountOf(row) },
    });
    const claimedAtMs = Date.now();
    const startedAt = new Date(claimedAtMs).toISOString();
    const status: TakeStatus = { state: "running", attempt, startedAt };
    await commitServerChange(transaction, {
      locked,
      label: "Begin a take",
      change: { ...EMPTY_CHANGE, patch: [statusPatch(takeId, status)] },
    });
    const { workspaceId } = locked;
    const { mayReuse } = row;
    return { projectId, workspaceId, take: { ...take, status }, attempt, claimedAtMs, mayReuse };
  }, TRANSACTION_TIMES);
}

/**
 * How many claims in a row were lost by now, this new one not counted: an orderly end leaves no row running, and begins
 * the count anew.
 */
export function lostCountOf(row: { state: string; lostCount: number }): number {
  return row.state === "running" ? row.lostCount + 1 : 0;
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
  const change = { ...EMPTY_CHANGE, patch: [statusPatch(claim.take.id, status)] };
  await commitServerChange(transaction, { locked, label, change });
}

/** Commits what the server itself wrote: takes and renders. */
export async function commitServerChange(
  transaction: Transaction,
  options: { locked: LockedProject; label: string; change: Change },
): Promise<void> {
  await commitInTransaction(transaction, { ...options, changeId: randomUUID(), actorId: null });
}

export type ClaimWatch = { readonly signal: AbortSignal; stop(): void };

/** Looks twice a second whether the claim still stands, and aborts its signal when it does not. */
export function watchClaim(database: Database, claim: TakeClaim): ClaimWatch {
  const controller = new AbortController();
  const { projectId, take, attempt } = claim;
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || controller.signal.aborted) return;
    isBusy = true;
    database.take
      .findUnique({
        where: { projectId_id: { projectId, id: take.id } },
        select: { attempt: true, state: true, project: { select: { deletedAt: true } } },
      })
      .then((row) => {
        const stands =
          row?.attempt === attempt && row.state === "running" && row.project.deletedAt === null;
        if (!stands) controller.abort(new ClaimLost(claim));
      })
      // While the database is away nothing is known; the write at the end decides.
      .catch(() => undefined)
      .finally(() => {
        isBusy = false;
      });
  }, WATCH_INTERVAL_MS);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

const WATCH_INTERVAL_MS = 500;

function statusPatch(takeId: string, status: TakeStatus): Patch {
  return { kind: "take", id: takeId, from: {}, to: { status } };
}

/** A project that was deleted meanwhile is no error for a worker: its takes are simply over. */
export async function lockOrNull(
  transaction: Transaction,
  projectId: string,
): Promise<LockedProject | null> {
  try {
    return await lockProject(transaction, projectId);
  } catch (error) {
    if (error instanceof GengaError && error.code === "not-found") return null;
    throw error;
  }
}
