import { describe, expect, test } from "vitest";
import { readNumber } from "./read-number.ts";

describe("readNumber", () => {
  test.each([
    ["12", 12],
    [" 1,5 ", 1.5],
    ["12 f", 12],
    ["-3", -3],
    ["48+12", 60],
    ["48 / 2", 24],
    [".5", 0.5],
  ])("reads %j as %d", (text, value) => expect(readNumber(text)).toBe(value));

  test.each(["", "abc", "1 2", "1/0", "--2"])("takes %j for no number", (text) =>
    expect(readNumber(text)).toBeNull(),
  );
});
