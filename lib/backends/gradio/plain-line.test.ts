import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { plainLine } from "./plain-line.ts";

const UNSEEN =
  /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

test("any text becomes one line that can be shown, stored and bounded", () => {
  const scrap = fc.constantFrom(
    ..."<,>,</,<b>,<script>,<!--,-->,&lt;,',\",\n,\r,\u0000,\u202e,\u200b,\ufeff,\ud800,a, ,\u0301".split(
      ",",
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(scrap, { maxLength: 80 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 100 }), (said, maxChars) => {
      const line = plainLine(said, maxChars);
      expect(line).not.toMatch(/<[a-z/!]/i);
      expect(line).not.toMatch(UNSEEN);
      expect(line.length).toBeLessThanOrEqual(maxChars);
      expect(line.isWellFormed()).toBe(true);
      expect(line.trim()).toBe(line);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test.each([
  ["<<b>script>alert(1)</script>", "‹script>alert(1)"],
  ["<scr<script>ipt>", "ipt>"],
  ["loss < 3 > 2", "loss < 3 > 2"],
  ["  'quoted twice'  ", "quoted twice"],
  ["a\u202Eb\u200bc\ufeffd", "abcd"],
  ["e\u0301 stays", "é stays".normalize("NFD")],
  [`z${"\u0336".repeat(500)}`, `z${"\u0336".repeat(3)}`],
  ["👩\u200d🎨 draws", "👩\u200d🎨 draws"],
  ["line\r\nline\tline", "line line line"],
  ["\u001b[31mred", "[31mred"],
])("%j is shown as %j", (said, shown) => {
  expect(plainLine(said)).toBe(shown);
});

test("a text of a hundred thousand opening brackets costs no more than its length", () => {
  expect(plainLine("<".repeat(100_000)).length).toBeLessThanOrEqual(300);
  expect(plainLine("<a".repeat(100_000)).length).toBeLessThanOrEqual(300);
});
