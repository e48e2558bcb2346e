import { isEmptyChange, type Change } from "#lib/core/change.ts";
import {
  amendEdit,
  dropEdit,
  EMPTY_HISTORY,
  recordEdit,
  redo,
  undo,
  type History,
} from "#lib/core/history.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { Records } from "#lib/core/records.ts";
import {
  commitLocally,
  receiveChanges,
  refuseChange,
  startPending,
  type PendingChange,
  type PendingChanges,
} from "./pending-changes.ts";
import type { CommittedChange } from "./protocol.ts";

/** One person's editing of a project in one page: the edits on their way, and what can be undone. */
export type Editing = { readonly edits: PendingChanges; readonly history: History };

export type LocalEdit = {
  readonly changeId: string;
  readonly label: string;
  readonly groupId: string | null;
  readonly change: Change;
};

/** A step of undo or redo that was taken. `skippedCount`: records that others have changed since, left as they are. */
export type StepTaken = { readonly label: string; readonly skippedCount: number };

export function startEditing(records: Records, revision: number): Editing {
  return { edits: startPending({ records, revision }), history: EMPTY_HISTORY };
}

/** Another connection brought the whole records: the edits that still wait are laid on top of them. */
export function restartEditing(editing: Editing, records: Records, revision: number): Editing {
  const { pending } = editing.edits;
  return { ...editing, edits: startPending({ records, revision, pending }) };
}

/**
 * An own edit, shown at once and put in line.
 * @returns the id that it travels under (that of an earlier edit of its group if it was merged); null when the edit
 *   does nothing.
 */
export function makeEdit(
  editing: Editing,
  edit: LocalEdit,
): { editing: Editing; changeId: string } | null {
  const done = commitLocally(editing.edits, edit);
  if (!done) return null;
  const { changeId, effect } = done;
  let history: History;
  if (!done.isMerged) history = recordEdit(editing.history, { ...edit, change: effect });
  else if (isEmptyChange(effect)) history = dropEdit(editing.history, changeId);
  else history = amendEdit(editing.history, changeId, effect);
  return { editing: { edits: done.state, history }, changeId };
}

/** Takes in committed changes; one's own are remembered as the server made them, so that undo meets true values. */
export function receiveCommitted(
  editing: Editing,
  changes: readonly CommittedChange[],
): { editing: Editing; hasGap: boolean } {
  const own = new Set(editing.edits.pending.map((item) => item.changeId));
  const { state: edits, hasGap } = receiveChanges(editing.edits, changes);
  let { history } = editing;
  for (const { changeId, change, revision } of changes) {
    if (own.has(changeId) && revision <= edits.revision) {
      history = amendEdit(history, changeId, change);
    }
  }
  return { editing: { edits, history }, hasGap };
}

/**
 * Rolls a refused edit back and forgets it.
 * @returns `refused` null when there is no such edit in line.
 */
export function takeRefusal(
  editing: Editing,
  changeId: string,
): { editing: Editing; refused: PendingChange | null } {
  const refused = editing.edits.pending.find((item) => item.changeId === changeId) ?? null;
  if (!refused) return { editing, refused };
  const edits = refuseChange(editing.edits, changeId);
  return { editing: { edits, history: dropEdit(editing.history, changeId) }, refused };
}

/**
 * Takes back one's newest step, or does the newest undone one again, as a new edit. Steps of which nothing is left are
 * passed over.
 * @param options.changeId for the new edit.
 * @returns `taken` null when there is no such step.
 */
export function stepHistory(
  editing: Editing,
  options: { direction: "undo" | "redo"; changeId: string },
): { editing: Editing; taken: StepTaken | null } {
  const { direction, changeId } = options;
  const take = direction === "undo" ? undo : redo;
  let { edits, history } = editing;
  for (;;) {
    const step = take(history, edits.view, changeId);
    if (!step) return { editing: { edits, history }, taken: null };
    history = step.history;
    const { label, skippedCount, change } = step;
    if (isEmptyChange(change) && skippedCount === 0) continue;
    const name = `${direction === "undo" ? "Undo" : "Redo"}: ${label}`.slice(0, LIMITS.nameChars);
    edits = commitLocally(edits, { changeId, label: name, groupId: null, change })?.state ?? edits;
    return { editing: { edits, history }, taken: { label, skippedCount } };
  }
}
