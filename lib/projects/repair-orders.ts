import type { Change } from "#lib/core/change.ts";
import { compareOrder, orderKeysBetween, type Ordered } from "#lib/core/order.ts";
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
  const wishes = wishesOf(records, change);
  if (wishes.length === 0) return change;
  const placedAnew = new Set([...wishes, ...change.remove].map((one) => one.id));
  const keys = [...new Set(wishes.map((wish) => wish.order))];
  const holders = await transaction.$queryRaw<Ordered[]>`
    SELECT "id", "order" FROM "Keyframe" WHERE "projectId" = ${projectId} AND "order" = ANY(${keys}::text[])`;
  const taken = new Set(
    holders.filter((holder) => !placedAnew.has(holder.id)).map((holder) => holder.order),
  );
  const collided = collisionsOf(wishes, taken);
  if (collided.size === 0) return change;
  const next = await nextKeys(transaction, { projectId, keys: [...collided.keys()] });
  const sortedKeys = keys.toSorted((a, b) => (a < b ? -1 : 1));
  const repaired = new Map<string, string>();
  for (const [key, ids] of collided) {
    const bounds = [next.get(key), firstAfter(sortedKeys, key)].filter((bound) => bound != null);
    const before = bounds.reduce<string | null>((least, bound) => {
      return least === null || bound < least ? bound : least;
    }, null);
    const fresh = orderKeysBetween(key, before, ids.length);
    ids.forEach((id, index) => repaired.set(id, fresh[index] ?? key));
  }
  return withOrders(change, repaired);
}

/** The keyframes that the change puts somewhere, without those that stay where they are. */
function wishesOf(records: Records, change: Change): Ordered[] {
  const wishes: Ordered[] = [];
  const wish = (id: string, order: unknown) => {
    if (typeof order === "string" && records.keyframe.get(id)?.order !== order) {
      wishes.push({ id, order });
    }
  };
  for (const record of change.put) if (record.kind === "keyframe") wish(record.id, record.order);
  for (const edit of change.patch) {
    if (edit.kind === "keyframe" && records.keyframe.has(edit.id)) wish(edit.id, edit.to["order"]);
  }
  return wishes;
}

/** By taken key, the ids that wished it too late, in order. */
function collisionsOf(wishes: readonly Ordered[], taken: ReadonlySet<string>): Map<string, string[]> {
  const held = new Set(taken);
  const collided = new Map<string, string[]>();
  for (const wish of wishes.toSorted(compareOrder)) {
    if (!held.has(wish.order)) held.add(wish.order);
    else collided.set(wish.order, [...(collided.get(wish.order) ?? []), wish.id]);
  }
  return collided;
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

function firstAfter(sorted: readonly string[], key: string): string | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") <= key) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? null;
}

function withOrders(change: Change, repaired: ReadonlyMap<string, string>): Change {
  return {
    ...change,
    put: change.put.map((record) => {
      const order = record.kind === "keyframe" ? repaired.get(record.id) : undefined;
      return record.kind === "keyframe" && order !== undefined ? { ...record, order } : record;
    }),
    patch: change.patch.map((edit) => {
      const order = edit.kind === "keyframe" ? repaired.get(edit.id) : undefined;
      return order === undefined ? edit : { ...edit, to: { ...edit.to, order } };
    }),
  };
}
