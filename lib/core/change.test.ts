import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  plainRecords,
  PROJECT_ID,
  randomChange,
  randomRecords,
  SEED,
} from "#tests/support/random-change.ts";
import {
  applyChange,
  applyChanges,
  effectiveChange,
  EMPTY_CHANGE,
  invertChange,
  isEmptyChange,
  sameChange,
  squashChanges,
  type Change,
} from "./change.ts";
import type { AnyRecord, Records } from "./records.ts";
import { defaultSegment } from "./segment.ts";

const RUNS = { seed: SEED, numRuns: 400 };

/** What a change means, as plainly as it can be said: every record in one table, edited in place. */
function slowlyApplied(records: Records, change: Change): Record<string, AnyRecord> {
  const table = plainRecords(records);
  for (const record of change.remove) delete table[`${record.kind}:${record.id}`];
  for (const record of change.put) table[`${record.kind}:${record.id}`] = record;
  for (const { kind, id, to } of change.patch) {
    const current = table[`${kind}:${id}`] ?? (kind === "segment" ? defaultSegment(id) : undefined);
    if (current) table[`${kind}:${id}`] = { ...current, ...to };
  }
  const sorted = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  const isSet = (record: AnyRecord) =>
    record.kind !== "segment" ||
    JSON.stringify(record) !== JSON.stringify(defaultSegment(record.id));
  return Object.fromEntries(sorted.filter(([, record]) => isSet(record)));
}

describe("a change", () => {
  it("does what the plain model does", () => {
    fc.assert(
      fc.property(
        randomRecords,
        fc.array(randomChange, { maxLength: 6, size: "max" }),
        (start, changes) => {
          let records = start;
          for (const change of changes) {
            const expected = slowlyApplied(records, change);
            records = applyChange(records, change);
            expect(plainRecords(records)).toEqual(expected);
          }
          expect(plainRecords(applyChanges(start, changes).records)).toEqual(plainRecords(records));
        },
      ),
      RUNS,
    );
  });

  it("does the same by its effect, and a second time nothing", () => {
    fc.assert(
      fc.property(randomRecords, randomChange, (records, change) => {
        const effect = effectiveChange(records, change);
        const after = applyChange(records, change);
        expect(plainRecords(applyChange(records, effect))).toEqual(plainRecords(after));
        expect(isEmptyChange(effectiveChange(after, change))).toBe(true);
        if (isEmptyChange(effect)) expect(after).toBe(records);
      }),
      RUNS,
    );
  });

  it("is taken back by its inverse", () => {
    fc.assert(
      fc.property(randomRecords, randomChange, (records, change) => {
        const effect = effectiveChange(records, change);
        const back = applyChange(applyChange(records, effect), invertChange(effect));
        expect(plainRecords(back)).toEqual(plainRecords(records));
        expect(sameChange(invertChange(invertChange(effect)), effect)).toBe(true);
      }),
      RUNS,
    );
  });

  it("squashed with those after it does what they did, and is taken back as one", () => {
    fc.assert(
      fc.property(
        randomRecords,
        fc.array(randomChange, { maxLength: 6, size: "max" }),
        (start, changes) => {
          const { records, effective } = applyChanges(start, changes);
          const squashed = effective.reduce(squashChanges, EMPTY_CHANGE);
          const once = applyChange(start, squashed);
          expect(plainRecords(once)).toEqual(plainRecords(records));
          expect(plainRecords(applyChange(once, invertChange(squashed)))).toEqual(
            plainRecords(start),
          );
        },
      ),
      RUNS,
    );
  });

  it("means the same in whatever order its records are listed", () => {
    fc.assert(
      fc.property(randomRecords, randomChange, (records, change) => {
        const turned = {
          put: change.put.toReversed(),
          patch: change.patch.toReversed(),
          remove: change.remove.toReversed(),
        };
        expect(sameChange(change, turned)).toBe(true);
        expect(plainRecords(applyChange(records, turned))).toEqual(
          plainRecords(applyChange(records, change)),
        );
      }),
      RUNS,
    );
  });

  it("leaves the records before it and the kinds beside it alone", () => {
    fc.assert(
      fc.property(randomRecords, randomChange, (records, change) => {
        const before = plainRecords(records);
        const after = applyChange(records, { ...change, put: [], remove: [], patch: [] });
        expect(after).toBe(records);
        const renamed = applyChange(records, {
          ...EMPTY_CHANGE,
          patch: [{ kind: "project", id: PROJECT_ID, from: {}, to: { name: "Other" } }],
        });
        applyChange(records, change);
        expect(renamed.keyframe).toBe(records.keyframe);
        expect(plainRecords(records)).toEqual(before);
      }),
      RUNS,
    );
  });
});
