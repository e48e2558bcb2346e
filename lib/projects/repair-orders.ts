import type { Change } from "#lib/core/change.ts";
import type { Ordered } from "#lib/core/order.ts";
import { collidingWishes, orderWishes, withRepairedOrders } from "#lib/core/order-repair.ts";
import type { Records } from "#lib/core/records.ts";
import type { Transaction } from "#lib/db/client.ts";

/**
 * Gives keyframes whose wished order key another one holds a free key right after it. Two people who insert at the
 * same place at once wish the same keys; the second is repaired here, inside the project's lock.
 * Cost: one index look-up for each wished key, and one more for each that is taken.
 */
export async function repairOrders(
  transaction: Transaction,
  options: { projectId: string; records: Records; change: Change },
): Promise<Change> {
  const { projectId, records, change } = options;
  const wishes = orderWishes(records, change);
  if (wishes.length === 0) return change;
  const placedAnew = new Set([...wishes, ...change.remove].map((one) => one.id));
  const keys = [...new Set(wishes.map((wish) => wish.order))];
  const holders = await transaction.$queryRaw<Ordered[]>`
    SELECT "id", "order" FROM "Keyframe" WHERE "projectId" = ${projectId} AND "order" = ANY(${keys}::text[])`;
  const taken = new Set(
    holders.filter((holder) => !placedAnew.has(holder.id)).map((holder) => holder.order),
  );
  const colliding = collidingWishes(wishes, taken);
  if (colliding.size === 0) return change;
  const next = await nextKeys(transaction, { projectId, keys: [...colliding.keys()] });
  return withRepairedOrders({ change, wishes, colliding, nextKeys: next });
}

async function nextKeys(
  transaction: Transaction,
  options: { projectId: string; keys: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await transaction.$queryRaw<{ key: string; next: string | null }[]>`
    SELECT w.key, (
      SELECT k."order" FROM "Keyframe" k
      WHERE k."projectId" = ${options.projectId} AND k."order" > w.key COLLATE "C"
      ORDER BY k."order" LIMIT 1
    ) AS next
    FROM unnest(${options.keys}::text[]) AS w(key)`;
  return new Map(rows.flatMap((row) => (row.next === null ? [] : [[row.key, row.next] as const])));
}
