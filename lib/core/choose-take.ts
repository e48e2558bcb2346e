import {
  chooseBackend,
  type BackendChoice,
  type DrawingBackend,
  type HelpReason,
} from "./choose-backend.ts";

/** The first take of one line: those of a workspace that were asked of one backend. */
export type LineHead = {
  readonly workspaceId: string;
  readonly askedBackendId: string;
  readonly priority: number;
  /** Order of asking. */
  readonly queueNumber: bigint;
  /** Set while the take has to wait by itself: the backend that refused it, which isn't asked again before. */
  readonly refusedBy: string | null;
  /** `running` where its worker was lost. */
  readonly state: string;
};

export type UsedPlaces = {
  readonly workspaceId: string;
  readonly backendId: string;
  readonly count: number;
};

/** What a worker has room for. */
export type FreePlaces = {
  readonly drafts: boolean;
  readonly remote: boolean;
  /** To prepare another take for a backend that is full. */
  readonly ahead: boolean;
};

export type TakeChoice<Head> = {
  readonly head: Head;
  readonly backendId: string;
  readonly reason: HelpReason | null;
  /** The backend is full: the take is prepared for its next place, and holds none. */
  readonly isAhead: boolean;
};

/**
 * Which take is drawn next, and by what. Workspaces take turns: the one that has least under way comes first, then the
 * one whose turn was longest ago. In a workspace the higher priority comes first, then the older wish. Where nothing can
 * be drawn, a take is prepared for a backend that is full, so that its next place isn't empty while drawings are sent: as
 * many as it has places.
 * @param options.draftBackendId the built-in one, which has its places in each worker and no help
 * @param options.backendsOf a workspace's own backends in its order; their `usedPlaces` count what is prepared for them too
 * @param options.lastTurns when each workspace had its last turn, in any unit; absent is longest ago
 */
export function chooseTake<Head extends LineHead>(options: {
  heads: readonly Head[];
  used: readonly UsedPlaces[];
  free: FreePlaces;
  draftBackendId: string;
  backendsOf: (workspaceId: string) => readonly DrawingBackend[];
  lastTurns: ReadonlyMap<string, number>;
}): TakeChoice<Head> | null {
  const { free, draftBackendId, backendsOf } = options;
  const heads = inTurn(options);
  for (const head of heads) {
    const { askedBackendId, workspaceId } = head;
    if (askedBackendId === draftBackendId) {
      if (free.drafts && head.refusedBy === null) {
        return { head, backendId: draftBackendId, reason: null, isAhead: false };
      }
      continue;
    }
    if (!free.remote) continue;
    const backends = backendsOf(workspaceId);
    const choice = chooseBackend({ askedBackendId, backends });
    if (choice === null) continue;
    if (mayGo({ head, choice, backends })) return { head, ...choice, isAhead: false };
  }
  if (!free.remote || !free.ahead) return null;
  for (const head of heads) {
    const { askedBackendId, workspaceId, refusedBy, state } = head;
    // One that may have taken a worker with it is drawn as soon as it is touched, so that its losses are counted.
    if (askedBackendId === draftBackendId || refusedBy !== null || state === "running") continue;
    const backends = backendsOf(workspaceId).map(withRoomAhead);
    const choice = chooseBackend({ askedBackendId, backends });
    if (choice) return { head, ...choice, isAhead: true };
  }
  return null;
}

/** A wait by itself ends early only where another backend has come to help, or where the one that refused is gone. */
function mayGo(options: {
  head: LineHead;
  choice: BackendChoice;
  backends: readonly DrawingBackend[];
}): boolean {
  const { choice, backends } = options;
  const { refusedBy } = options.head;
  if (refusedBy === null || !backends.some(({ backendId }) => backendId === refusedBy)) return true;
  return choice.reason !== null && choice.backendId !== refusedBy;
}

/** One that has to wake up first may not be there when its place is. */
function withRoomAhead(backend: DrawingBackend): DrawingBackend {
  const { condition, concurrency } = backend;
  return condition === "well" ? { ...backend, concurrency: 2 * concurrency } : backend;
}

function inTurn<Head extends LineHead>(options: {
  heads: readonly Head[];
  used: readonly UsedPlaces[];
  lastTurns: ReadonlyMap<string, number>;
}): Head[] {
  const { heads, used, lastTurns } = options;
  const underWay = new Map<string, number>();
  for (const { workspaceId, count } of used) {
    underWay.set(workspaceId, (underWay.get(workspaceId) ?? 0) + count);
  }
  return heads.toSorted(
    (a, b) =>
      (underWay.get(a.workspaceId) ?? 0) - (underWay.get(b.workspaceId) ?? 0) ||
      compare(lastTurns.get(a.workspaceId), lastTurns.get(b.workspaceId)) ||
      b.priority - a.priority ||
      Number(a.queueNumber - b.queueNumber),
  );
}

function compare(a = -Infinity, b = -Infinity): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
