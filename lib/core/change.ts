import { sameJson, type Json } from "./canonical-json.ts";
import { findRecord, type AnyRecord, type RecordKind, type Records } from "./records.ts";
import { defaultSegment } from "./segment.ts";

/** Properties of one record before and after; only those that the edit touches. */
export type Fields = Readonly<Record<string, Json>>;
export type Patch = {
  readonly kind: RecordKind;
  readonly id: string;
  readonly from: Fields;
  readonly to: Fields;
};

/** A reversible set of record edits, the only way a project is edited. Each record appears at most once. */
export type Change = {
  readonly put: readonly AnyRecord[];
  readonly patch: readonly Patch[];
  readonly remove: readonly AnyRecord[];
};

export const EMPTY_CHANGE: Change = { put: [], patch: [], remove: [] };

export function isEmptyChange(change: Change): boolean {
  return change.put.length === 0 && change.patch.length === 0 && change.remove.length === 0;
}

/** A change's records by kind and id: what it reads and writes. */
export function touchedBy(change: Change): { kind: RecordKind; id: string }[] {
  return [...change.put, ...change.patch, ...change.remove].map(({ kind, id }) => ({ kind, id }));
}

/**
 * What a change does to these records, in full and true: an existing record that is put becomes a patch, a patch
 * keeps only what differs and says the real `from`, what is gone already is left out. Applying the result gives the
 * same records as applying the change; inverting the result brings them back exactly.
 */
export function effectiveChange(records: Records, change: Change): Change {
  const put: AnyRecord[] = [];
  const patch: Patch[] = [];
  const remove: AnyRecord[] = [];
  for (const record of change.put) {
    const current = currentRecord(records, record.kind, record.id);
    if (!current) put.push(record);
    else pushPatch(patch, current, asFields(record));
  }
  for (const edit of change.patch) {
    const current = currentRecord(records, edit.kind, edit.id);
    if (current) pushPatch(patch, current, edit.to);
  }
  for (const record of change.remove) {
    const current = findRecord(records, record.kind, record.id);
    if (current) remove.push(current);
  }
  return { put, patch, remove };
}

/** New records with the change applied; last writer wins per property, and kinds that it doesn't touch are shared. */
export function applyChange(records: Records, change: Change): Records {
  return applyChanges(records, [change]).records;
}

/**
 * Changes applied one after the other. Each kind that they touch is copied once for all of them, so many small changes
 * cost little more than one.
 * @returns the new records, and for each change what it did (see `effectiveChange`).
 */
export function applyChanges(
  records: Records,
  changes: readonly Change[],
): { readonly records: Records; readonly effective: readonly Change[] } {
  const owned = new Map<RecordKind, Map<string, AnyRecord>>();
  let next = records;
  const writable = (kind: RecordKind) => {
    const known = owned.get(kind);
    if (known) return known;
    const map = new Map<string, AnyRecord>(records[kind]);
    owned.set(kind, map);
    // The map holds only records of its own kind, which the compiler can't follow through the index.
    next = { ...next, [kind]: map };
    return map;
  };
  const effective = changes.map((change) => {
    const done = effectiveChange(next, change);
    for (const record of done.remove) writable(record.kind).delete(record.id);
    for (const record of done.put) writable(record.kind).set(record.id, record);
    for (const edit of done.patch) {
      const current = currentRecord(next, edit.kind, edit.id);
      if (current) writable(edit.kind).set(edit.id, patched(current, edit.to));
    }
    return done;
  });
  return { records: next, effective };
}

/** The change that takes an effective change back. */
export function invertChange(change: Change): Change {
  return {
    put: change.remove,
    patch: change.patch.map((edit) => ({ ...edit, from: edit.to, to: edit.from })),
    remove: change.put,
  };
}

/** Whether two changes say the same, whatever the order of their records. */
export function sameChange(a: Change, b: Change): boolean {
  if (a === b) return true;
  const sizes = (change: Change) => [change.put, change.patch, change.remove].map((x) => x.length);
  if (!sameJson(sizes(a), sizes(b))) return false;
  const table = ({ put, patch, remove }: Change): Json => ({
    put: Object.fromEntries(put.map((record) => [keyOf(record), record])),
    patch: Object.fromEntries(patch.map((edit) => [keyOf(edit), { from: edit.from, to: edit.to }])),
    remove: Object.fromEntries(remove.map((record) => [keyOf(record), record])),
  });
  return sameJson(table(a), table(b));
}

/** One change with the outcome of `first` and then `second`, both effective. */
export function squashChanges(first: Change, second: Change): Change {
  const put = new Map(first.put.map((record) => [keyOf(record), record]));
  const patch = new Map(first.patch.map((edit) => [keyOf(edit), edit]));
  const remove = new Map(first.remove.map((record) => [keyOf(record), record]));
  for (const record of second.put) {
    const removed = remove.get(keyOf(record));
    remove.delete(keyOf(record));
    if (!removed) put.set(keyOf(record), record);
    else if (patchBetween(removed, asFields(record))) {
      patch.set(keyOf(record), {
        kind: record.kind,
        id: record.id,
        ...differing(removed, asFields(record)),
      });
    }
  }
  for (const edit of second.patch) {
    const added = put.get(keyOf(edit));
    if (added) put.set(keyOf(edit), patched(added, edit.to));
    else mergePatch(patch, edit);
  }
  for (const record of second.remove) {
    const earlier = patch.get(keyOf(record));
    patch.delete(keyOf(record));
    if (put.delete(keyOf(record))) continue;
    remove.set(keyOf(record), earlier ? patched(record, earlier.from) : record);
  }
  return { put: [...put.values()], patch: [...patch.values()], remove: [...remove.values()] };
}

/** A record as patches see it: its properties without its name. */
export function asFields(record: AnyRecord): Fields {
  const { kind: _kind, id: _id, ...fields } = record;
  return fields satisfies Fields;
}

/** A segment's row exists only once something was set, so an unset one is read as its defaults. */
export function currentRecord(
  records: Records,
  kind: RecordKind,
  id: string,
): AnyRecord | undefined {
  return findRecord(records, kind, id) ?? (kind === "segment" ? defaultSegment(id) : undefined);
}

function patched(record: AnyRecord, fields: Fields): AnyRecord {
  // Fields were checked against the record's schema where they came in; kind and id are never among them.
  return { ...record, ...fields, kind: record.kind, id: record.id } as AnyRecord;
}

function differing(current: AnyRecord, to: Fields): { from: Fields; to: Fields } {
  const before = asFields(current);
  const names = Object.keys(to).filter((name) => !sameJson(before[name] ?? null, to[name] ?? null));
  const pick = (fields: Fields) =>
    Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { from: pick(before), to: pick(to) };
}

function patchBetween(current: AnyRecord, to: Fields): boolean {
  return Object.keys(differing(current, to).to).length > 0;
}

function pushPatch(patches: Patch[], current: AnyRecord, to: Fields): void {
  if (!patchBetween(current, to)) return;
  patches.push({ kind: current.kind, id: current.id, ...differing(current, to) });
}

function mergePatch(patches: Map<string, Patch>, edit: Patch): void {
  const earlier = patches.get(keyOf(edit));
  if (!earlier) {
    patches.set(keyOf(edit), edit);
    return;
  }
  const from: Record<string, Json> = { ...edit.from, ...earlier.from };
  const to: Record<string, Json> = { ...earlier.to, ...edit.to };
  for (const name of Object.keys(to)) {
    if (!sameJson(from[name] ?? null, to[name] ?? null)) continue;
    delete from[name];
    delete to[name];
  }
  if (Object.keys(to).length === 0) patches.delete(keyOf(edit));
  else patches.set(keyOf(edit), { ...edit, from, to });
}

function keyOf(item: { kind: RecordKind; id: string }): string {
  return `${item.kind}:${item.id}`;
}
