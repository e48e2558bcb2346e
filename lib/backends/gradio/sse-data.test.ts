import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { sseData } from "./sse-data.ts";

/** The bytes in pieces of these sizes, over and over. */
async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function dataOf(text: string, sizes: readonly number[] = [7]): Promise<string[]> {
  const data: string[] = [];
  for await (const one of sseData(inPieces(new TextEncoder().encode(text), sizes))) data.push(one);
  return data;
}

const ends = fc.constantFrom("\n", "\r\n", "\r");
const lineText = fc
  .string({ unit: "grapheme", maxLength: 30 })
  .filter((line) => !/[\r\n]/.test(line));

/** An event as lines, and what a reader of the standard makes of it. */
const event = fc
  .record({
    data: fc.array(lineText, { maxLength: 3 }),
    noise: fc.array(fc.constantFrom(": comment", "event: complete", "id: 7", "retry: 1", "junk"), {
      maxLength: 2,
    }),
    space: fc.constantFrom(" ", ""),
  })
  // Without the space that is taken away, a space of the data's own would be.
  .filter(({ data, space }) => space === " " || data.every((line) => !line.startsWith(" ")));

test("any events in any pieces, with any line ends, are read as they were written", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { maxLength: 8 }),
      ends,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
      async (events, end, sizes) => {
        const text = events
          .map(({ data, noise, space }) =>
            [...noise, ...data.map((line) => `data:${space}${line}`), ""].map((line) => line + end),
          )
          .flat()
          .join("");
        const written = events
          .filter(({ data }) => data.length > 0)
          .map(({ data }) => data.join("\n"));
        // What follows shows that the last line end was one.
        expect(await dataOf(`${text}: the end`, sizes)).toEqual(written);
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

test("any bytes at all are read to their end, or refused as too much", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.integer({ min: 1, max: 50 }),
      async (bytes, size) => {
        for await (const one of sseData(inPieces(bytes, [size])))
          expect(one.length).toBeLessThan(500);
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

test("an event without its empty line is none", async () => {
  expect(await dataOf("data: a\n\ndata: b")).toEqual(["a"]);
  expect(await dataOf("data: a\n\ndata: b\n")).toEqual(["a"]);
});

test("an event that doesn't end is refused when it is longer than any is, in one line or in many", async () => {
  const tooLong = { reason: "too-large" };
  await expect(dataOf("x".repeat(1_100_000), [60_000])).rejects.toMatchObject(tooLong);
  await expect(dataOf("data: y\n".repeat(160_000), [60_000])).rejects.toMatchObject(tooLong);
  await expect(dataOf("data:\n".repeat(220_000), [60_000])).rejects.toMatchObject(tooLong);
});
