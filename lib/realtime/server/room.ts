import type { CommittedChange, Progress, ServerMessage } from "../protocol.ts";
import { offerChange, sendMessage, sendText, type RoomMember } from "./room-member.ts";

/** What can draw in a project, and how it stands. */
export type RoomBackends = Pick<ServerMessage & { type: "backends" }, "backends" | "backendStates">;

/** Everybody who looks at one project through this process. */
export type Room = {
  readonly projectId: string;
  readonly members: ReadonlySet<RoomMember>;
  join(member: RoomMember): void;
  leave(member: RoomMember): void;
  /** To be called when a member's revision is set: what was committed meanwhile follows. */
  welcomed(member: RoomMember): void;
  /** A change that was just committed here. */
  committed(change: CommittedChange): void;
  /** A revision that is said to exist; its change is read from the log. */
  heard(revision: number): void;
  progressed(progress: Progress): void;
  /** The workspace's backends as they are now. */
  backendsChanged(backends: RoomBackends): void;
  progress(): readonly Progress[];
  relayPresence(from: RoomMember): void;
  /**
   * Does one piece of work after the other. Commits to one project wait for each other anyway; waiting here instead of
   * on the row's lock leaves the database's connections to other projects.
   */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value>;
};

/**
 * @param options.readChanges the log after a revision, in order; may give only the first of them
 * @param options.onError a read that failed; members stay behind until the next change or notice
 */
export function createRoom(options: {
  projectId: string;
  readChanges: (since: number) => Promise<readonly CommittedChange[]>;
  onError: (error: unknown) => void;
}): Room {
  const { projectId, readChanges, onError } = options;
  const members = new Set<RoomMember>();
  const running = new Map<string, Progress>();
  let newest = 0;
  let isReading = false;
  let lastTurn: Promise<unknown> = Promise.resolve();

  function broadcast(message: ServerMessage, except?: RoomMember): void {
    const text = JSON.stringify(message);
    for (const member of members) {
      if (member !== except && member.revision !== null) sendText(member, text);
    }
  }

  function offer(change: CommittedChange): void {
    newest = Math.max(newest, change.revision);
    forgetFinished(running, change);
    const text = JSON.stringify({ type: "changes", changes: [change] } satisfies ServerMessage);
    for (const member of members) offerChange(member, change, text);
  }

  /** The revision of the member that is furthest behind, or the newest when nobody is. */
  function oldest(): number {
    let least = newest;
    for (const { revision } of members) if (revision !== null && revision < least) least = revision;
    return least;
  }

  async function readUp(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      for (let since = oldest(); since < newest; since = oldest()) {
        const changes = await readChanges(since);
        if (changes.length === 0) return;
        changes.forEach(offer);
        // Nobody moved: the members were all replaced meanwhile, and theirs are other revisions.
        if (oldest() <= since && changes[0]?.revision !== since + 1) return;
      }
    } catch (error) {
      onError(error);
    } finally {
      isReading = false;
    }
  }

  return {
    projectId,
    members,
    join(member) {
      members.add(member);
    },
    leave(member) {
      if (!members.delete(member)) return;
      broadcast({ type: "peers", peers: peersOf(members) });
    },
    welcomed(member) {
      broadcast({ type: "peers", peers: peersOf(members) });
      for (const { peer, presence } of members) {
        if (!presence || peer === member.peer) continue;
        sendMessage(member, { type: "presence", connectionId: peer.connectionId, presence });
      }
      if (oldest() < newest) void readUp();
    },
    committed(change) {
      offer(change);
      if (oldest() < newest) void readUp();
    },
    heard(revision) {
      newest = Math.max(newest, revision);
      if (oldest() < newest) void readUp();
    },
    progressed(progress) {
      running.set(progress.id, progress);
      broadcast({ type: "progress", progress });
    },
    backendsChanged(backends) {
      broadcast({ type: "backends", ...backends });
    },
    progress: () => [...running.values()],
    inTurn(work) {
      const turn = lastTurn.then(work);
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
    relayPresence(from) {
      if (!from.presence) return;
      const { connectionId } = from.peer;
      broadcast({ type: "presence", connectionId, presence: from.presence }, from);
    },
  };
}

/** Those whose access is clear and who have the project. */
export function welcomedMembers(members: ReadonlySet<RoomMember>): RoomMember[] {
  return [...members].filter((member) => member.revision !== null);
}

export function peersOf(members: ReadonlySet<RoomMember>) {
  return welcomedMembers(members).map((member) => member.peer);
}

/** Progress is of use while the work runs; the change that ends it ends its progress. */
function forgetFinished(running: Map<string, Progress>, { change }: CommittedChange): void {
  if (running.size === 0) return;
  for (const { id } of change.remove) running.delete(id);
  for (const { kind, id, to } of change.patch) {
    if (kind !== "take" && kind !== "render") continue;
    const status = to["status"];
    const isRunning =
      typeof status === "object" &&
      status !== null &&
      "state" in status &&
      status.state === "running";
    if (status !== undefined && !isRunning) running.delete(id);
  }
}
