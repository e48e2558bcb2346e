import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomChange, randomRecords, SEED } from "#tests/support/random-change.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import { applyChange } from "./change.ts";
import { setKeyframes } from "./edits/set-keyframes.ts";
import { projectViewOf, type ProjectView } from "./project-view.ts";
import { emptyRecords } from "./records.ts";

const backends = new Map<string, never>();

describe("the view of a project", () => {
  it("is the same whether it is derived anew or from the one before", () => {
    fc.assert(
      fc.property(
        randomRecords,
        fc.array(randomChange, { maxLength: 12, size: "max" }),
        (start, changes) => {
          let records = start;
          let view: ProjectView | null = projectViewOf({ records, backends });
          for (const change of changes) {
            const before = records;
            records = applyChange(records, change);
            view = projectViewOf({ records, backends, previous: view });
            expect(view).toEqual(projectViewOf({ records, backends }));
            // A refused edit is rolled back: the view goes back with it.
            const back = projectViewOf({ records: before, backends, previous: view });
            expect(back).toEqual(projectViewOf({ records: before, backends }));
          }
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  it("gives again, as the same objects, all segments that an edit doesn't touch", () => {
    const { records, sequence } = storyOf({ count: 50 });
    const view = projectViewOf({ records, backends });
    const keyframes = sequence.keyframes.slice(10, 11);
    const edited = applyChange(records, setKeyframes({ keyframes, fields: { holdFrames: 5 } }));
    const next = projectViewOf({ records: edited, backends, previous: view });
    const changed = next?.sequence.segments.filter(
      (segment, place) => segment !== view?.sequence.segments[place],
    );
    expect(changed?.map((segment) => segment.index)).toEqual([9, 10]);
    expect(next?.takesBySegment).toBe(view?.takesBySegment);
    expect(projectViewOf({ records: edited, backends, previous: next })?.schedule).toBe(
      next?.schedule,
    );
  });

  it("is none without a project", () => {
    expect(projectViewOf({ records: emptyRecords(), backends })).toBeNull();
  });
});
