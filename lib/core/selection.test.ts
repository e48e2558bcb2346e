import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { storyOf } from "#tests/support/sequence-fixture.ts";
import {
  EMPTY_SELECTION,
  extendTo,
  itemIdsOf,
  pruneSelection,
  selectAll,
  selectBox,
  selectOnly,
  toggleItem,
} from "./selection.ts";

const itemIds = itemIdsOf(storyOf({ count: 5 }).sequence);
const item = fc.constantFrom(...itemIds);

describe("the selection", () => {
  it("knows keyframes and segments from left to right", () => {
    expect(itemIds.slice(0, 3)).toEqual(["drawing-0", "drawing-0~drawing-1", "drawing-1"]);
    expect(itemIds).toHaveLength(9);
  });

  it("goes in and out with ctrl", () => {
    fc.assert(
      fc.property(fc.array(item), (clicks) => {
        const selection = clicks.reduce(toggleItem, EMPTY_SELECTION);
        const expected = itemIds.filter(
          (id) => clicks.filter((click) => click === id).length % 2 === 1,
        );
        expect([...selection.ids].sort()).toEqual(expected.toSorted());
      }),
      { seed: SEED },
    );
  });

  it("reaches with shift from the anchor, to either side, again and again", () => {
    fc.assert(
      fc.property(item, fc.array(item, { minLength: 1 }), (anchor, clicks) => {
        const selection = clicks.reduce(
          (before, id) => extendTo({ selection: before, id, itemIds }),
          selectOnly(anchor),
        );
        const ends = [itemIds.indexOf(anchor), itemIds.indexOf(clicks.at(-1) ?? "")];
        const expected = itemIds.slice(Math.min(...ends), Math.max(...ends) + 1);
        expect([...selection.ids]).toEqual(expected);
        expect(selection.anchorId).toBe(anchor);
      }),
      { seed: SEED },
    );
  });

  it("takes a click for shift-click when there is nothing to reach from", () => {
    const extended = extendTo({ selection: EMPTY_SELECTION, id: "drawing-2", itemIds });
    expect(extended).toEqual(selectOnly("drawing-2"));
  });

  it("adds a box to what was held, and drops what is gone", () => {
    const boxed = selectBox({ selection: selectOnly("drawing-0"), ids: ["drawing-3"] });
    expect([...boxed.ids]).toEqual(["drawing-0", "drawing-3"]);
    expect(pruneSelection(boxed, () => true)).toBe(boxed);
    const left = pruneSelection(boxed, (id) => id !== "drawing-0");
    expect(left).toEqual(selectOnly("drawing-3"));
    expect(selectAll(itemIds).ids.size).toBe(9);
  });
});
