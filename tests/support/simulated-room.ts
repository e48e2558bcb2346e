import { applyChange, effectiveChange, touchedBy, type Change } from "#lib/core/change.ts";
import { collidingWishes, orderWishes, withRepairedOrders } from "#lib/core/order-repair.ts";
import { findRecord, RECORD_KINDS, type AnyRecord, type Records } from "#lib/core/records.ts";
import {
  receiveCommitted,
  restartEditing,
  startEditing,
  takeRefusal,
  type Editing,
} from "#lib/realtime/editing.ts";
import { markSent } from "#lib/realtime/pending-changes.ts";
import type { CommittedChange } from "#lib/realtime/protocol.ts";

type Commit = { readonly changeId: string; readonly label: string; readonly change: Change };
type Answer =
  | { readonly type: "changes"; readonly changes: readonly CommittedChange[] }
  | { readonly type: "refused"; readonly changeId: string };

/** Edits with this label are refused, as a server refuses what breaks a rule. */
export const REFUSED_LABEL = "refuse this";

/** The commit of DESIGN §3 over records in memory: the same core functions, with the database's look-ups in place. */
export class SimulatedServer {
  records: Records;
  readonly log: CommittedChange[] = [];

  constructor(records: Records) {
    this.records = records;
  }

  get revision(): number {
    return this.log.length;
  }

  commit(actorId: string, { changeId, label, change: asked }: Commit): CommittedChange | null {
    const earlier = this.log.find((committed) => committed.changeId === changeId);
    if (earlier) return earlier;
    if (label === REFUSED_LABEL) return null;
    const change = effectiveChange(this.records, this.repaired(asked));
    this.records = applyChange(this.records, change);
    const committed = { revision: this.revision + 1, changeId, actorId, label, change };
    this.log.push(committed);
    return committed;
  }

  private repaired(change: Change): Change {
    const wishes = orderWishes(this.records, change);
    const placedAnew = new Set([...wishes, ...change.remove].map((one) => one.id));
    const held = [...this.records.keyframe.values()];
    const taken = held.filter((one) => !placedAnew.has(one.id)).map((one) => one.order);
    const colliding = collidingWishes(wishes, new Set(taken));
    const orders = held.map((one) => one.order).sort((a, b) => (a < b ? -1 : 1));
    const nextKeys = new Map<string, string>();
    for (const key of colliding.keys()) {
      const next = orders.find((order) => order > key);
      if (next !== undefined) nextKeys.set(key, next);
    }
    return withRepairedOrders({ change, wishes, colliding, nextKeys });
  }
}

/** One person's page and its connection: messages go each way in order, as late as the test likes, or are lost. */
export class SimulatedClient {
  readonly id: string;
  editing: Editing;
  isOnline = true;
  private readonly server: SimulatedServer;
  private readonly others: SimulatedClient[];
  private toServer: Commit[] = [];
  private toClient: Answer[] = [];

  constructor(options: { id: string; server: SimulatedServer; room: SimulatedClient[] }) {
    this.id = options.id;
    this.server = options.server;
    this.others = options.room;
    this.editing = startEditing(options.server.records, options.server.revision);
    options.room.push(this);
  }

  /** Hands over what waits, at most four at once. */
  send(): void {
    if (!this.isOnline) return;
    const { pending } = this.editing.edits;
    const inFlight = pending.filter((item) => item.isSent).length;
    const next = pending.slice(inFlight, 4);
    this.toServer.push(...next);
    this.editing = {
      ...this.editing,
      edits: markSent(this.editing.edits, inFlight + next.length),
    };
  }

  /** The server hears the oldest message of this client. */
  deliverUp(): boolean {
    const commit = this.toServer.shift();
    if (!commit) return false;
    const known = this.server.revision;
    const committed = this.server.commit(this.id, commit);
    if (!committed) this.toClient.push({ type: "refused", changeId: commit.changeId });
    else if (committed.revision <= known) this.toClient.push(changesMessage([committed]));
    else {
      for (const client of this.others) {
        if (client.isOnline) client.toClient.push(changesMessage([committed]));
      }
    }
    return true;
  }

  /** This client hears the server's oldest message. */
  deliverDown(): boolean {
    const answer = this.toClient.shift();
    if (!answer) return false;
    if (answer.type === "refused") {
      this.editing = takeRefusal(this.editing, answer.changeId).editing;
    } else {
      const { editing, hasGap } = receiveCommitted(this.editing, answer.changes);
      if (hasGap) throw new Error("the stream has a gap");
      this.editing = editing;
    }
    return true;
  }

  /** The connection drops, with all that was on its way. */
  disconnect(): void {
    this.isOnline = false;
    this.toServer = [];
    this.toClient = [];
  }

  /** Goes on from the last revision, or from the whole records when `isWhole`. */
  reconnect(options: { isWhole: boolean }): void {
    if (this.isOnline) this.disconnect();
    this.isOnline = true;
    const { edits } = this.editing;
    if (options.isWhole) {
      this.editing = restartEditing(this.editing, this.server.records, this.server.revision);
    } else {
      const missed = this.server.log.slice(edits.revision);
      this.editing = receiveCommitted(this.editing, missed).editing;
    }
    this.editing = { ...this.editing, edits: markSent(this.editing.edits, 0) };
  }
}

/** What no state of the server may break. */
export function problemsOf(server: SimulatedServer): string[] {
  const problems: string[] = [];
  const orders = [...server.records.keyframe.values()].map((keyframe) => keyframe.order);
  if (new Set(orders).size !== orders.length) problems.push("two keyframes share an order key");
  const ids = server.log.map((committed) => committed.changeId);
  if (new Set(ids).size !== ids.length) problems.push("an edit was committed twice");
  for (const { change } of server.log) {
    const touched = touchedBy(change).map(({ kind, id }) => `${kind}:${id}`);
    if (new Set(touched).size !== touched.length) problems.push("a change names a record twice");
  }
  return problems;
}

/** Every record, for comparing. */
export function allRecords(records: Records): AnyRecord[] {
  return RECORD_KINDS.flatMap((kind) =>
    [...records[kind].keys()].sort().flatMap((id) => findRecord(records, kind, id) ?? []),
  );
}

function changesMessage(changes: readonly CommittedChange[]): Answer {
  return { type: "changes", changes };
}
