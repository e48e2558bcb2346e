import {
  applyChanges,
  isEmptyChange,
  sameChange,
  squashChanges,
  touchedBy,
  type Change,
} from "#lib/core/change.ts";
import type { Records } from "#lib/core/records.ts";
import type { CommittedChange } from "./protocol.ts";

/** One's own edit on its way to the server. */
export type PendingChange = {
  readonly changeId: string;
  readonly label: string;
  readonly groupId: string | null;
  /** What is asked of the server. */
  readonly change: Change;
  /** What it does to the records as they stand below it. */
  readonly effect: Change;
  /** Given to the present connection. */
  readonly isSent: boolean;
  /** Given to any connection, so the server may have it already: what this id says is fixed from then on. */
  readonly isFixed: boolean;
};

/** What the server has confirmed, and one's own edits on top of it until it has confirmed them too. */
export type PendingChanges = {
  readonly confirmed: Records;
  /** The confirmed records' revision. */
  readonly revision: number;
  /** Oldest first. */
  readonly pending: readonly PendingChange[];
  /** The pending edits applied to the confirmed records: what the person sees. */
  readonly view: Records;
};

/** Above this an edit is neither merged further, which would copy it over and over, nor compared record by record. */
const LARGE_RECORDS = 1_000;

/** The state when connecting: the whole records at a revision, under the edits that still wait. */
export function startPending(options: {
  records: Records;
  revision: number;
  pending?: readonly PendingChange[];
}): PendingChanges {
  const { records, revision, pending = [] } = options;
  return rebase({ confirmed: records, revision, pending, view: records });
}

/**
 * Shows an edit at once and puts it in line for the server. An edit of the same group as the last one in line, which
 * wasn't sent yet, is merged with it.
 * @returns under which id the edit travels and the whole of what that id now does; null when it does nothing.
 */
export function commitLocally(
  state: PendingChanges,
  edit: { changeId: string; label: string; groupId: string | null; change: Change },
): { state: PendingChanges; changeId: string; effect: Change; isMerged: boolean } | null {
  const { records: view, effective } = applyChanges(state.view, [edit.change]);
  const [effect] = effective;
  if (!effect || isEmptyChange(effect)) return null;
  const last = state.pending.at(-1);
  if (last && canMerge(last, edit.groupId, effect)) {
    const merged = squashChanges(last.effect, effect);
    const item = { ...last, label: edit.label, change: merged, effect: merged };
    const pending = isEmptyChange(merged)
      ? state.pending.slice(0, -1)
      : state.pending.with(-1, item);
    const next = { ...state, view, pending };
    return { state: next, changeId: last.changeId, effect: merged, isMerged: true };
  }
  const pending = [...state.pending, { ...edit, effect, isSent: false, isFixed: false }];
  return {
    state: { ...state, view, pending },
    changeId: edit.changeId,
    effect,
    isMerged: false,
  };
}

/** Notes that the first `count` edits in line are with the server; 0 when the connection is a new one. */
export function markSent(state: PendingChanges, count: number): PendingChanges {
  const pending = state.pending.map((item, place) => {
    const isSent = place < count;
    return item.isSent === isSent ? item : { ...item, isSent, isFixed: item.isFixed || isSent };
  });
  return { ...state, pending };
}

/**
 * Takes in what the server committed, from everyone. One's own are acknowledged thereby and replaced by what the
 * server made of them; the rest of one's own are laid on top again.
 * @returns `hasGap` when a revision is missing: the changes from there on are left out, and must be asked for again.
 */
export function receiveChanges(
  state: PendingChanges,
  changes: readonly CommittedChange[],
): { state: PendingChanges; hasGap: boolean } {
  const fresh: CommittedChange[] = [];
  const acknowledged = new Set<string>();
  let { revision } = state;
  let hasGap = false;
  for (const change of changes) {
    if (change.revision > revision + 1) {
      hasGap = true;
      break;
    }
    acknowledged.add(change.changeId);
    if (change.revision <= revision) continue;
    fresh.push(change);
    revision = change.revision;
  }
  const pending = state.pending.filter((item) => !acknowledged.has(item.changeId));
  if (fresh.length === 0 && pending.length === state.pending.length) return { state, hasGap };
  const asExpected =
    pending.length === state.pending.length - fresh.length &&
    fresh.every((committed, place) => {
      const own = state.pending[place];
      return own?.changeId === committed.changeId && isAsShown(own.effect, committed.change);
    });
  // Own edits that came back as they were shown leave the picture as it is, down to the same objects.
  if (asExpected && pending.length === 0) {
    return { state: { confirmed: state.view, revision, pending, view: state.view }, hasGap };
  }
  const confirmed = applyChanges(
    state.confirmed,
    fresh.map((committed) => committed.change),
  ).records;
  const next = { confirmed, revision, pending, view: state.view };
  return { state: asExpected ? next : rebase(next), hasGap };
}

/** Rolls back an edit that the server refused; those made after it stay. */
export function refuseChange(state: PendingChanges, changeId: string): PendingChanges {
  const pending = state.pending.filter((item) => item.changeId !== changeId);
  return pending.length === state.pending.length ? state : rebase({ ...state, pending });
}

function rebase(state: PendingChanges): PendingChanges {
  const { records, effective } = applyChanges(
    state.confirmed,
    state.pending.map((item) => item.change),
  );
  const pending = state.pending.map((item, place) => ({
    ...item,
    effect: effective[place] ?? item.effect,
  }));
  return { ...state, pending, view: records };
}

/** Comparing a large change costs more than showing it again. */
function isAsShown(effect: Change, committed: Change): boolean {
  return touchedBy(effect).length <= LARGE_RECORDS && sameChange(effect, committed);
}

function canMerge(last: PendingChange, groupId: string | null, effect: Change): boolean {
  if (last.isFixed || groupId === null || last.groupId !== groupId) return false;
  return touchedBy(last.effect).length + touchedBy(effect).length <= LARGE_RECORDS;
}
