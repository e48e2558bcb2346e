import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "#tests/support/random-change.ts";
import { zeroGpuFailure } from "./zero-gpu-failure.ts";

const now = new Date("2026-11-25T10:00:00.000Z");
const DAYS_3_MS = 3 * 24 * 3_600_000;
const MARGIN_MS = 10_000;
const two = (value: number) => String(value).padStart(2, "0");
const seconds = fc.integer({ min: 0, max: 9_999 });

/** The wordings of `spaces` over the years, each with what it asks for, what is left, and the wait. */
const wording = fc
  .record({
    requested: seconds,
    left: seconds,
    days: fc.integer({ min: 0, max: 400 }),
    hours: fc.integer({ min: 0, max: 23 }),
    minutes: fc.integer({ min: 0, max: 59 }),
    rest: fc.integer({ min: 0, max: 59 }),
    kind: fc.constantFrom("GPU", "ZeroGPU", "free ZeroGPU", "Pro ZeroGPU"),
    isOld: fc.boolean(),
    isQuoted: fc.boolean(),
    tail: fc.constantFrom(
      "",
      " Authenticate with a Hugging Face token for more quota - https://huggingface.co/settings/tokens",
      ' <a style="x" href="https://huggingface.co/join">Create a free account</a> to get more.',
      " Subscribe to Hugging Face PRO to get 25 min",
    ),
  })
  .map((said) => {
    const { requested, left, days, hours, minutes, rest, kind, isOld, isQuoted, tail } = said;
    const figures = isOld
      ? `${left}s left vs. ${requested}s requested`
      : `${requested}s requested vs. ${left}s left`;
    const inDays = days === 0 ? "" : `${days} day${days === 1 ? "" : "s"}, `;
    const clock = `${inDays}${hours}:${two(minutes)}:${two(rest)}`;
    const again = isOld ? `Please retry in ${clock}` : `Try again in ${clock}.`;
    const text = `You have exceeded your ${kind} quota (${figures}). ${again}${tail}`;
    const waitMs = (((days * 24 + hours) * 60 + minutes) * 60 + rest) * 1_000;
    return { ...said, text: isQuoted ? `'${text}'` : text, waitMs };
  });

const anyTitle = fc.constantFrom(
  null,
  "ZeroGPU quota exceeded",
  "ZeroGPU client error",
  "ZeroGPU queue",
  "<b>ZeroGPU</b>",
  "Error",
);

test("every wording of a spent quota, under any title, says when it goes on and what is left", () => {
  fc.assert(
    fc.property(wording, anyTitle, ({ text, waitMs, requested, left }, title) => {
      const failure = zeroGpuFailure({ message: text, title, now });
      expect(failure?.errorClass).toBe("quota");
      const laterMs = (failure?.retryAt?.getTime() ?? 0) - now.getTime();
      expect(laterMs).toBe(Math.min(waitMs, DAYS_3_MS) + MARGIN_MS);
      expect(failure?.userMessage).toContain(`asks for ${requested} s, ${left} s are left`);
      expect(failure?.userMessage).not.toMatch(/[<>]|href/);
      expect(failure?.quotaSecondsPerTake).toBe(requested);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("any other text is either none of it, or a failure whose wait has an end", () => {
  const scrap = fc.constantFrom(
    ..."You have exceeded your |quota|ZeroGPU |(|5s requested vs. |99999999s left|)|Try again in |9999 days, |99:99:99|-1:00:00|retry in |No GPU was available|GPU task aborted|<a href=|>|'|\u0000|1e9|The requested GPU duration (|larger than the maximum".split(
      "|",
    ),
  );
  const text = fc.oneof(
    fc.array(scrap, { maxLength: 14 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 100 }),
  );
  fc.assert(
    fc.property(text, fc.option(text), (message, title) => {
      const failure = zeroGpuFailure({ message, title, now });
      if (!failure) return;
      expect(["busy", "quota", "rejected", "broken"]).toContain(failure.errorClass);
      expect(failure.userMessage).not.toMatch(/<[a-z/!]|[\p{Cc}]/iu);
      expect(failure.userMessage.length).toBeLessThan(1_000);
      if (failure.retryAt) {
        const laterMs = failure.retryAt.getTime() - now.getTime();
        expect(laterMs).toBeGreaterThan(0);
        expect(laterMs).toBeLessThanOrEqual(DAYS_3_MS + MARGIN_MS);
      }
      // A column of the database, and a sum over a plan of takes.
      const asked = failure.quotaSecondsPerTake ?? 0;
      expect(Number.isSafeInteger(asked) && asked <= 1_000_000).toBe(true);
    }),
    { seed: SEED, numRuns: 600 },
  );
});

test("a busy GPU is no spent quota, whatever its title says", () => {
  const message = "No GPU was available after 60s. You have exceeded your ZeroGPU quota";
  const title = "ZeroGPU quota exceeded";
  expect(zeroGpuFailure({ message, title, now })?.errorClass).toBe("busy");
});
