import { describe, expect, test } from "vitest";
import { commonValue, sharedOrNull } from "./common-value.ts";

const read = (item: { hold: number | null }) => item.hold;

describe("commonValue", () => {
  test("gives what all items share, null too", () => {
    expect(commonValue([{ hold: 3 }, { hold: 3 }], read)).toEqual({ isMixed: false, value: 3 });
    expect(commonValue([{ hold: null }], read)).toEqual({ isMixed: false, value: null });
  });

  test("is mixed where they differ or there is none", () => {
    expect(commonValue([{ hold: 3 }, { hold: 4 }], read)).toEqual({ isMixed: true });
    expect(commonValue([], read)).toEqual({ isMixed: true });
    expect(sharedOrNull(commonValue([{ hold: 3 }, { hold: null }], read))).toBeNull();
  });
});
