import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRecords, randomChange, randomRecords, SEED } from "#tests/support/random-change.ts";
import { applyChange, effectiveChange, isEmptyChange, type Change } from "./change.ts";
import { amendEdit, dropEdit, EMPTY_HISTORY, recordEdit, redo, undo } from "./history.ts";
import { newKeyframe } from "./keyframe.ts";
import { findRecord, recordsFrom } from "./records.ts";

const RUNS = { seed: SEED, numRuns: 300 };
const ops = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: randomChange.map((change) => ({ type: "edit" as const, change })) },
    { weight: 2, arbitrary: fc.constant({ type: "undo" as const }) },
    { weight: 1, arbitrary: fc.constant({ type: "redo" as const }) },
  ),
  { maxLength: 14, size: "max" },
);

describe("undo and redo", () => {
  it("walk to and fro through the states of one person's work", () => {
    fc.assert(
      fc.property(randomRecords, ops, (start, steps) => {
        let records = start;
        let history = EMPTY_HISTORY;
        const states = [plainRecords(start)];
        let at = 0;
        steps.forEach((op, place) => {
          const changeId = `change-${String(place)}`;
          if (op.type === "edit") {
            const change = effectiveChange(records, op.change);
            history = recordEdit(history, { changeId, label: "Edit", groupId: null, change });
            records = applyChange(records, change);
            if (isEmptyChange(change)) return;
            states.splice(at + 1, Infinity, plainRecords(records));
            at += 1;
          } else {
            const step = (op.type === "undo" ? undo : redo)(history, records, changeId);
            const expected = op.type === "undo" ? at - 1 : at + 1;
            expect(step === null).toBe(states[expected] === undefined);
            if (!step) return;
            expect(step.skippedCount).toBe(0);
            history = step.history;
            records = applyChange(records, step.change);
            at = expected;
          }
          expect(plainRecords(records)).toEqual(states[at]);
        });
      }),
      RUNS,
    );
  });

  it("never touch what somebody else has changed since", () => {
    fc.assert(
      fc.property(randomRecords, randomChange, randomChange, (start, own, others) => {
        const change = effectiveChange(start, own);
        const edit = { changeId: "own-change", label: "Edit", groupId: null, change };
        const between = applyChange(start, change);
        const foreign = effectiveChange(between, others);
        const records = applyChange(between, foreign);
        const step = undo(recordEdit(EMPTY_HISTORY, edit), records, "undo-change");
        if (!step) return;
        const after = applyChange(records, step.change);
        for (const { kind, id, to } of foreign.patch) {
          const record = findRecord(after, kind, id);
          // A record that one's own edit had made and others changed stays; only its keeper may take it away.
          expect(record).toMatchObject(to);
        }
        for (const { kind, id } of foreign.remove) {
          const wasOwn = change.remove.some((record) => record.kind === kind && record.id === id);
          if (!wasOwn) expect(findRecord(after, kind, id)).toBeUndefined();
        }
      }),
      RUNS,
    );
  });

  it("take a group as one step, also when its new drawings land late", () => {
    let records = recordsFrom([]);
    let history = EMPTY_HISTORY;
    const put = (id: string): Change => ({
      put: [newKeyframe({ id, order: "a0", imageId: "0".repeat(64) })],
      patch: [],
      remove: [],
    });
    const edit = (changeId: string, groupId: string | null, change: Change) => {
      const effect = effectiveChange(records, change);
      history = recordEdit(history, { changeId, label: changeId, groupId, change: effect });
      records = applyChange(records, effect);
    };
    const setHold = (holdFrames: number): Change => ({
      put: [],
      patch: [{ kind: "keyframe", id: "drawing-1", from: {}, to: { holdFrames } }],
      remove: [],
    });
    edit("drop", "group-1", put("drawing-1"));
    edit("hold", null, setHold(5));
    edit("drop-2", "group-1", put("drawing-2"));
    expect(history.past.map((entry) => entry.parts.length)).toEqual([2, 1]);
    const first = undo(history, records, "undo-1");
    expect(first?.label).toBe("hold");
    records = applyChange(records, first?.change ?? put("never"));
    const second = undo(first?.history ?? history, records, "undo-2");
    records = applyChange(records, second?.change ?? put("never"));
    expect(records.keyframe.size).toBe(0);
    expect(second?.history.future.at(-1)?.groupId).toBe("group-1");
  });

  it("meet the values that the server gave, and forget what it refused", () => {
    const keyframe = newKeyframe({ id: "drawing-1", order: "a0", imageId: "0".repeat(64) });
    const change = { put: [keyframe], patch: [], remove: [] };
    const made = recordEdit(EMPTY_HISTORY, { changeId: "c1", label: "Add", groupId: null, change });
    const repaired = { ...keyframe, order: "a0V" };
    const amended = amendEdit(made, "c1", { ...change, put: [repaired] });
    const step = undo(amended, recordsFrom([repaired]), "c2");
    expect(step?.change.remove).toEqual([repaired]);
    expect(step?.skippedCount).toBe(0);
    expect(dropEdit(made, "c1")).toEqual(EMPTY_HISTORY);
  });
});
