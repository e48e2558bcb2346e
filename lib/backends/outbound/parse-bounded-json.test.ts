import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { parseBoundedJson } from "./parse-bounded-json.ts";

test("any JSON of a sensible size is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.integer({ min: 0, max: 2 }), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      expect(parseBoundedJson(written)).toEqual(JSON.parse(written));
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("any text is either JSON or a SyntaxError, and brackets in strings are text", () => {
  const pieces = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    '"',
    "\\",
    ":",
    ",",
    "1",
    "null",
    "NaN",
    " ",
    "\u2028",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join("");
      const outcome = (parse: (text: string) => unknown) => {
        try {
          return { parsed: parse(text) };
        } catch (error) {
          return { isSyntaxError: error instanceof SyntaxError };
        }
      };
      expect(outcome(parseBoundedJson)).toEqual(outcome(JSON.parse));
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  const brackets = `${"[".repeat(1_000)}\\"]`;
  expect(parseBoundedJson(JSON.stringify([brackets]))).toEqual([brackets]);
});

test("an app far larger than any that draws between two images is read", () => {
  const component = { id: 1, type: "slider", props: Array.from({ length: 30 }, () => "x") };
  const text = JSON.stringify({ components: Array.from({ length: 1_000 }, () => component) });
  expect(parseBoundedJson(text)).toEqual(JSON.parse(text));
});

test.each([
  ["lists in lists", `${"[".repeat(65)}${"]".repeat(65)}`],
  ["objects in objects", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`],
  ["a million brackets that never close", "[".repeat(1_000_000)],
  ["a million values", `[${"1,".repeat(1_000_000)}1]`],
  ["a hundred thousand objects", `[${'{"a":1},'.repeat(100_000)}{}]`],
  ["a million objects", `[${"{},".repeat(1_000_000)}{}]`],
  ["numbers that are none", "[NaN, Infinity]"],
  ["nothing", ""],
])("%s are refused", (_what, text) => {
  expect(() => parseBoundedJson(text)).toThrow(SyntaxError);
});

test("a prototype in JSON is a field like any other, and changes no other object", () => {
  const parsed = parseBoundedJson(
    '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}',
  );
  expect(Object.keys(parsed as object)).toEqual(["__proto__", "constructor"]);
  expect({}).not.toHaveProperty("isAdmin");
  expect({}).not.toHaveProperty("x");
});
