import { randomUUID } from "node:crypto";
import type { Change } from "#lib/core/change.ts";
import { GengaError } from "#lib/core/errors.ts";
import type { Transaction } from "#lib/db/client.ts";
import {
  commitInTransaction,
  lockProject,
  type LockedProject,
} from "#lib/projects/commit-in-transaction.ts";

/** Commits what the server itself wrote: takes and renders. */
export async function commitServerChange(
  transaction: Transaction,
  options: { locked: LockedProject; label: string; change: Change },
): Promise<void> {
  await commitInTransaction(transaction, { ...options, changeId: randomUUID(), actorId: null });
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

/**
 * How many claims in a row were lost by now, this new one not counted: an orderly end leaves no row running, and begins
 * the count anew.
 */
export function lostCountOf(row: { state: string; lostCount: number }): number {
  return row.state === "running" ? row.lostCount + 1 : 0;
}
