import { sameJson, type Json } from "./canonical-json.ts";
import {
  asFields,
  currentRecord,
  EMPTY_CHANGE,
  invertChange,
  isEmptyChange,
  squashChanges,
  type Change,
  type Fields,
  type Patch,
} from "./change.ts";
import { findRecord, type Records } from "./records.ts";

/** One step of undo: a person's own edit, made of one or more changes that belong together (a paste, a drag). */
export type HistoryEntry = {
  readonly label: string;
  readonly groupId: string | null;
  readonly parts: readonly { readonly changeId: string; readonly change: Change }[];
};

/** What one person can undo and redo, newest last. */
export type History = {
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
};

export const EMPTY_HISTORY: History = { past: [], future: [] };

/** Steps kept; older ones stay in the log for good. */
const MAX_ENTRIES = 200;

export type OwnEdit = {
  readonly changeId: string;
  readonly label: string;
  readonly groupId: string | null;
  /** The effective change. */
  readonly change: Change;
};

/**
 * Notes an edit of one's own. It joins the newest step when both are of the same group, and ends what could be redone.
 * New records that arrive late (the uploads of one drop) join their group's step wherever it is, because nothing that
 * was done in between can have touched them.
 */
export function recordEdit(history: History, edit: OwnEdit): History {
  if (isEmptyChange(edit.change)) return history;
  const part = { changeId: edit.changeId, change: edit.change };
  const place =
    edit.groupId === null
      ? -1
      : history.past.findLastIndex((entry) => entry.groupId === edit.groupId);
  const entry = history.past[place];
  const isNewest = place === history.past.length - 1;
  const onlyAdds = edit.change.patch.length === 0 && edit.change.remove.length === 0;
  if (entry && (isNewest || onlyAdds)) {
    // The newest words say where the gesture ended, not the first value that it passed.
    const joined = { ...entry, label: edit.label, parts: [...entry.parts, part] };
    return {
      past: history.past.with(place, joined),
      future: isNewest ? [] : history.future,
    };
  }
  const added = { label: edit.label, groupId: edit.groupId, parts: [part] };
  return { past: [...history.past, added].slice(-MAX_ENTRIES), future: [] };
}

/** Forgets an edit that was refused: there is nothing of it to take back. */
export function dropEdit(history: History, changeId: string): History {
  const drop = (entry: HistoryEntry): readonly HistoryEntry[] => {
    if (!entry.parts.some((part) => part.changeId === changeId)) return [entry];
    const parts = entry.parts.filter((part) => part.changeId !== changeId);
    return parts.length === 0 ? [] : [{ ...entry, parts }];
  };
  return { past: history.past.flatMap(drop), future: history.future.flatMap(drop) };
}

/** Replaces an edit by what the server made of it (a repaired order key, say), so that undo meets the true values. */
export function amendEdit(history: History, changeId: string, change: Change): History {
  const amend = (entry: HistoryEntry): HistoryEntry =>
    entry.parts.some((part) => part.changeId === changeId)
      ? {
          ...entry,
          parts: entry.parts.map((part) =>
            part.changeId === changeId ? { ...part, change } : part,
          ),
        }
      : entry;
  return { past: history.past.map(amend), future: history.future.map(amend) };
}

export type HistoryStep = {
  readonly history: History;
  readonly change: Change;
  readonly label: string;
  /** Records that somebody has changed since, and that were left as they are. */
  readonly skippedCount: number;
};

/**
 * Takes back one's newest step.
 * @param changeId the id under which the returned change will be committed.
 * @returns null when there is nothing to undo.
 */
export function undo(history: History, records: Records, changeId: string): HistoryStep | null {
  const entry = history.past.at(-1);
  if (!entry) return null;
  const { change, skippedCount } = reverse(records, entry);
  const parts = [{ changeId, change }];
  const future = isEmptyChange(change) ? history.future : [...history.future, { ...entry, parts }];
  return {
    history: { past: history.past.slice(0, -1), future },
    change,
    label: entry.label,
    skippedCount,
  };
}

/** Does one's newest undone step again; the counterpart of `undo`. */
export function redo(history: History, records: Records, changeId: string): HistoryStep | null {
  const entry = history.future.at(-1);
  if (!entry) return null;
  const { change, skippedCount } = reverse(records, entry);
  const parts = [{ changeId, change }];
  const past = isEmptyChange(change) ? history.past : [...history.past, { ...entry, parts }];
  return {
    history: { past, future: history.future.slice(0, -1) },
    change,
    label: entry.label,
    skippedCount,
  };
}

function reverse(records: Records, entry: HistoryEntry): { change: Change; skippedCount: number } {
  const inverse = invertChange(squashAll(entry.parts.map((part) => part.change)));
  const put = inverse.put.filter((record) => !findRecord(records, record.kind, record.id));
  const remove = inverse.remove.filter((record) => {
    const current = findRecord(records, record.kind, record.id);
    return current !== undefined && sameJson(asFields(current), asFields(record));
  });
  let skippedCount = inverse.put.length - put.length + inverse.remove.length - remove.length;
  const patch = inverse.patch.flatMap((edit) => {
    const kept = untouchedSince(records, edit);
    if (kept === null || Object.keys(kept.to).length < Object.keys(edit.to).length) {
      skippedCount += 1;
    }
    return kept ?? [];
  });
  return { change: { put, patch, remove }, skippedCount };
}

/** Squashes by halves, so that a step of a thousand parts (a large drop) isn't copied a thousand times. */
function squashAll(changes: readonly Change[]): Change {
  const [first, second] = changes;
  if (first === undefined) return EMPTY_CHANGE;
  if (second === undefined) return first;
  const middle = changes.length >> 1;
  return squashChanges(squashAll(changes.slice(0, middle)), squashAll(changes.slice(middle)));
}

/** The part of an inverse patch whose properties still stand as one's own edit left them. */
function untouchedSince(records: Records, edit: Patch): Patch | null {
  const current = currentRecord(records, edit.kind, edit.id);
  if (!current) return null;
  const now = asFields(current);
  const names = Object.keys(edit.to).filter((name) =>
    sameJson(now[name] ?? null, edit.from[name] ?? null),
  );
  if (names.length === 0) return null;
  const pick = (fields: Fields): Record<string, Json> =>
    Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { ...edit, from: pick(edit.from), to: pick(edit.to) };
}
