import { expect, test } from "vitest";
import type { BackendErrorClass } from "#lib/core/take.ts";
import { pauseUntil } from "./pause-until.ts";

const now = new Date("2026-11-25T10:00:00.000Z");
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** How long a take waits, in milliseconds; null when it doesn't wait. */
function pauseMs(errorClass: BackendErrorClass, retryAt: Date | null, refusedCount = 0) {
  const failure = { error: { errorClass, message: "" }, retryAt };
  const until = pauseUntil({ failure, refusedCount, now });
  return until && until.getTime() - now.getTime();
}

const inMs = (ms: number) => new Date(now.getTime() + ms);

test.each<[string, Date | null, number]>([
  ["in an hour", inMs(HOUR_MS), HOUR_MS],
  ["not at all", null, 10 * 60_000],
  ["in the past", inMs(-YEAR_MS), 5_000],
  ["now", now, 5_000],
  ["in a year", inMs(YEAR_MS), 48 * HOUR_MS],
  ["at no time that there is", new Date(Number.NaN), 10 * 60_000],
])("a quota that is told to be filled %s is waited for in sense", (_when, retryAt, waitMs) => {
  expect(pauseMs("quota", retryAt)).toBe(waitMs);
  // However often: a quota comes back.
  expect(pauseMs("quota", retryAt, 1_000)).toBe(waitMs);
});

test.each<BackendErrorClass>(["busy", "asleep", "transport"])(
  "what is %s is tried again later and later, and given up in the end",
  (errorClass) => {
    const pauses = Array.from({ length: 8 }, (_, count) => pauseMs(errorClass, null, count));
    expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, null, null]);
    expect(pauseMs(errorClass, inMs(YEAR_MS))).toBe(48 * HOUR_MS);
    expect(pauseMs(errorClass, inMs(-YEAR_MS))).toBe(0);
    expect(pauseMs(errorClass, inMs(-YEAR_MS), 6)).toBeNull();
  },
);

test.each<BackendErrorClass>(["paused", "rejected", "broken", "cancelled"])(
  "what is %s doesn't wait, whatever time is told",
  (errorClass) => {
    expect(pauseMs(errorClass, inMs(HOUR_MS))).toBeNull();
  },
);
