import type { Change } from "./change.ts";
import { compareOrder, orderKeysBetween, type Ordered } from "./order.ts";
import type { Records } from "./records.ts";

// Two people who insert at the same place at once wish the same keys. Whoever commits second gets a free key right
// behind; the look-ups that this needs are left to the caller, who holds the project's lock.

/** Where a change puts keyframes, without those that stay where they are. `records` are those that it touches. */
export function orderWishes(records: Records, change: Change): Ordered[] {
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

/**
 * By taken key, the ids that wish it too late, in order: another record holds it, or an earlier wish has it.
 * @param taken those of the wished keys that other records hold.
 */
export function collidingWishes(
  wishes: readonly Ordered[],
  taken: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const held = new Set(taken);
  const colliding = new Map<string, string[]>();
  for (const wish of wishes.toSorted(compareOrder)) {
    if (!held.has(wish.order)) held.add(wish.order);
    else colliding.set(wish.order, [...(colliding.get(wish.order) ?? []), wish.id]);
  }
  return colliding;
}

/** Free keys for wishes that collide, right behind the ones that they wished, by the records' ids. */
function repairedOrders(options: {
  wishes: readonly Ordered[];
  colliding: ReadonlyMap<string, readonly string[]>;
  nextKeys: ReadonlyMap<string, string>;
}): ReadonlyMap<string, string> {
  const { wishes, colliding, nextKeys } = options;
  const wished = [...new Set(wishes.map((wish) => wish.order))].sort((a, b) => (a < b ? -1 : 1));
  const placeOf = new Map(wished.map((key, place) => [key, place]));
  const repaired = new Map<string, string>();
  for (const [key, ids] of colliding) {
    const nextHeld = nextKeys.get(key) ?? null;
    const nextWished = wished[(placeOf.get(key) ?? wished.length) + 1] ?? null;
    const isHeldNearer = nextHeld !== null && (nextWished === null || nextHeld < nextWished);
    const keys = orderKeysBetween(key, isHeldNearer ? nextHeld : nextWished, ids.length);
    ids.forEach((id, place) => repaired.set(id, keys[place] ?? key));
  }
  return repaired;
}

/**
 * The change with free keys for the wishes that collide.
 * @param options.nextKeys by colliding key, the first key behind it that a keyframe holds; absent when none does.
 */
export function withRepairedOrders(options: {
  change: Change;
  wishes: readonly Ordered[];
  colliding: ReadonlyMap<string, readonly string[]>;
  nextKeys: ReadonlyMap<string, string>;
}): Change {
  const { change } = options;
  const repaired = repairedOrders(options);
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
