import { describe, expect, it } from "vitest";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import type { Take, TakeStatus } from "./take.ts";
import { takeQueueOf } from "./take-queue.ts";

const { sequence } = storyOf({ count: 5 });
const EARLY = "2026-05-01T12:00:00.000Z";
const LATE = "2026-05-01T12:00:01.000Z";
const queued: TakeStatus = { state: "queued", queuedAt: EARLY };
const running: TakeStatus = { state: "running", attempt: 1, startedAt: EARLY };

function take(segmentIndex: number, fields: Partial<Take> & { backendId?: string } = {}): Take {
  const { backendId = "model", ...rest } = fields;
  const segmentId = sequence.segments[segmentIndex]?.id ?? "gone~away";
  const base = { id: `take-${segmentIndex}`, segmentId, number: 1, priority: 0, createdAt: EARLY };
  return { ...base, status: queued, recipe: { backendId }, ...rest } as Take;
}

function queueOf(takes: readonly Take[]) {
  const takesBySegment = new Map<string, Take[]>();
  for (const one of takes) {
    takesBySegment.set(one.segmentId, [...(takesBySegment.get(one.segmentId) ?? []), one]);
  }
  return takeQueueOf({ sequence, takesBySegment });
}

describe("the queue", () => {
  it("begins with what is being drawn, then goes by priority, age and place in the story", () => {
    const { takes, places } = queueOf([
      take(3),
      take(2, { createdAt: LATE }),
      take(1, { priority: 2, createdAt: LATE }),
      take(0),
      take(9),
      take(4, { id: "now", status: running, createdAt: LATE }),
    ]);
    expect(takes.map(({ id }) => id)).toEqual([
      "now",
      "take-1",
      "take-0",
      "take-3",
      "take-9",
      "take-2",
    ]);
    expect(places.get("take-1")).toBe(1);
    expect(places.get("take-2")).toBe(5);
    expect(places.has("now")).toBe(false);
  });

  it("counts a place in the line of the backend that was asked", () => {
    const helped = { backendId: "helper", fallbackFor: "model" };
    const { places } = queueOf([
      take(0),
      take(1, { backendId: "other" }),
      take(2, { recipe: helped as Take["recipe"] }),
      take(3, { status: { state: "ready", readyAt: LATE, elapsedMs: 1 } }),
    ]);
    expect([...places]).toEqual([
      ["take-0", 1],
      ["take-1", 1],
      ["take-2", 2],
    ]);
  });

  it("is worked out once for one state of the takes", () => {
    const takesBySegment = new Map([[sequence.segments[0]?.id ?? "", [take(0)]]]);
    expect(takeQueueOf({ sequence, takesBySegment })).toBe(
      takeQueueOf({ sequence, takesBySegment }),
    );
  });
});
