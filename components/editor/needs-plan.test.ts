import { expect, test } from "vitest";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { projectViewOf, type ProjectView } from "#lib/core/project-view.ts";
import { recordsFrom } from "#lib/core/records.ts";
import type { Take } from "#lib/core/take.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { failedTakesOf } from "./failed-takes.ts";
import { needsPlan } from "./needs-plan.ts";

const model = { ...DRAFT_DESCRIPTION, id: "model", isDraft: false };
const backends = new Map([model, DRAFT_DESCRIPTION].map((one) => [one.id, one]));

function viewOf(options: { backendId: string; segments?: number; takes?: readonly Take[] }) {
  const { backendId, segments = 4, takes = [] } = options;
  const { records } = storyOf({ count: segments + 1, project: { backendId } });
  const all = [...records.project.values(), ...records.keyframe.values(), ...takes];
  const view = projectViewOf({ records: recordsFrom(all), backends });
  if (!view) throw new Error("there is a project");
  return view;
}

function segmentsOf(view: ProjectView, count: number) {
  const segmentIds = view.sequence.segments.slice(0, count).map(({ id }) => id);
  return { scope: "segments", segmentIds } as const;
}

test("a plan is shown from three drawings of a model on, and never for the draft", () => {
  const drawn = viewOf({ backendId: "model" });
  expect([2, 3].map((count) => needsPlan(drawn, segmentsOf(drawn, count)))).toEqual([false, true]);
  expect(needsPlan(drawn, { scope: "missing" })).toBe(true);
  expect(needsPlan(drawn, { scope: "stale" })).toBe(false);
  expect(needsPlan(viewOf({ backendId: "draft" }), { scope: "missing" })).toBe(false);
  expect(needsPlan(viewOf({ backendId: "model", segments: 2 }), { scope: "missing" })).toBe(false);
});

test("what failed is named until a later take of its segment replaces it", () => {
  const [first, second] = viewOf({ backendId: "model" }).sequence.segments.map(({ id }) => id);
  const failedAt = "2026-05-01T12:00:00Z";
  const error = { errorClass: "broken", message: "It broke." } as const;
  const takeOf = (id: string, segmentId: string | undefined, number: number) =>
    ({ kind: "take", id, segmentId, number, recipe: { backendId: "model" } }) as Take;
  const failed = { status: { state: "failed", failedAt, error } } as const;
  const queued = { status: { state: "queued", queuedAt: failedAt } } as const;
  const takes = [
    { ...takeOf("take-1", first, 1), ...failed },
    { ...takeOf("take-2", first, 2), ...queued },
    { ...takeOf("take-3", second, 1), ...failed },
  ];
  const view = viewOf({ backendId: "model", takes });
  expect(failedTakesOf(view).map(({ id }) => id)).toEqual(["take-3"]);
});
