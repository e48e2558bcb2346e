import type { Sequence } from "./sequence.ts";
import { isPending, type Take } from "./take.ts";
import { askedBackendOf } from "./take-outlook.ts";

/** The takes of a project that are still to come, in the order in which they are drawn. */
export type TakeQueue = {
  /** Those being drawn first. */
  readonly takes: readonly Take[];
  /** Place in the line of the backend that was asked, from 1, by the take's id; absent for what is being drawn. */
  readonly places: ReadonlyMap<string, number>;
};

type Reading = {
  readonly sequence: Sequence;
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
};

/** The last answer for each state of the takes; a timeline asks for it with every frame that it draws. */
const known = new WeakMap<Reading["takesBySegment"], { sequence: Sequence; queue: TakeQueue }>();

/** Orders what is pending: by priority, then by when it was asked for, then as the segments follow each other. */
export function takeQueueOf({ sequence, takesBySegment }: Reading): TakeQueue {
  const last = known.get(takesBySegment);
  if (last?.sequence === sequence) return last.queue;
  const pending: Take[] = [];
  for (const takes of takesBySegment.values()) {
    for (const take of takes) if (isPending(take)) pending.push(take);
  }
  const queue = pending.length === 0 ? EMPTY : queueOf(pending, sequence);
  known.set(takesBySegment, { sequence, queue });
  return queue;
}

const EMPTY: TakeQueue = { takes: [], places: new Map() };

function queueOf(pending: readonly Take[], sequence: Sequence): TakeQueue {
  const indices = new Map(sequence.segments.map(({ id, index }) => [id, index]));
  const keyed = pending.map((take) => ({
    take,
    isRunning: take.status.state === "running",
    index: indices.get(take.segmentId) ?? Infinity,
  }));
  keyed.sort(
    (a, b) =>
      Number(b.isRunning) - Number(a.isRunning) ||
      b.take.priority - a.take.priority ||
      compareText(a.take.createdAt, b.take.createdAt) ||
      // Two that are no longer in the sequence have no difference in place.
      (a.index === b.index ? 0 : a.index - b.index) ||
      a.take.number - b.take.number,
  );
  const places = new Map<string, number>();
  const lengths = new Map<string, number>();
  for (const { take, isRunning } of keyed) {
    if (isRunning) continue;
    const backendId = askedBackendOf(take);
    const place = (lengths.get(backendId) ?? 0) + 1;
    lengths.set(backendId, place);
    places.set(take.id, place);
  }
  return { takes: keyed.map(({ take }) => take), places };
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
