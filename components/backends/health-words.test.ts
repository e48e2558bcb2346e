import { describe, expect, test } from "vitest";
import type { BackendState } from "#lib/core/backend-state.ts";
import { healthWords } from "./health-words.ts";
import { lengthText, untilText } from "./time-words.ts";

const NOON = new Date(2026, 5, 10, 12, 0).getTime();
const at = (day: number, hour: number, minute: number) =>
  new Date(2026, 5, day, hour, minute).toISOString();

const calm: BackendState = {
  backendId: "toon",
  isEnabled: true,
  helps: "never",
  concurrency: 1,
  health: { state: "running", problem: null, checkedAt: at(10, 11, 0) },
  pause: null,
  meanDrawMs: null,
  quotaSecondsPerTake: null,
};

describe("healthWords", () => {
  test("says what the last look found, and that there was none", () => {
    expect(healthWords(calm, NOON)).toEqual({ tone: "ok", text: "Running", problem: null });
    expect(healthWords({ ...calm, health: null }, NOON).text).toBe("Not checked yet");
  });

  test("the local one is set up and started, not built and woken", () => {
    const found = (state: "building" | "asleep" | "running") => {
      const health = { state, problem: null, checkedAt: at(10, 11, 0) };
      return healthWords({ ...calm, health }, NOON, { isLocal: true }).text;
    };
    expect([found("building"), found("asleep"), found("running")]).toEqual([
      ...["Being set up", "Not running", "Running"],
    ]);
  });

  test("a quota says when it goes on, whatever the last look found", () => {
    const pause = { until: at(10, 14, 32), errorClass: "quota", message: "Used up." } as const;
    expect(healthWords({ ...calm, pause }, NOON)).toEqual({
      tone: "warn",
      text: "Quota: continues 14:32",
      problem: "Used up.",
    });
  });

  test("an app that has changed waits for a person, not for a time", () => {
    const pause = { until: at(10, 14, 32), errorClass: "rejected", message: "Changed." } as const;
    const problem = "Confirm it again.";
    const health = { state: "changed", problem, checkedAt: at(10, 11, 0) } as const;
    expect(healthWords({ ...calm, health, pause }, NOON)).toEqual({
      tone: "danger",
      text: "Its app has changed",
      problem,
    });
  });

  test("another wait doesn't call itself a quota", () => {
    const pause = { until: at(10, 12, 5), errorClass: "transport", message: "" } as const;
    expect(healthWords({ ...calm, pause }, NOON).text).toBe("Waiting: continues 12:05");
  });

  test("a wait that is over is not told", () => {
    const pause = { until: at(10, 11, 59), errorClass: "quota", message: "Used up." } as const;
    expect(healthWords({ ...calm, pause }, NOON).text).toBe("Running");
  });

  test("says no time of day before the page has a clock", () => {
    const pause = { until: at(10, 14, 32), errorClass: "quota", message: "Used up." } as const;
    expect(healthWords({ ...calm, pause }, null).text).toBe("Quota");
  });

  test("turned off comes before everything", () => {
    const pause = { until: at(10, 14, 32), errorClass: "quota", message: "Used up." } as const;
    const words = healthWords({ ...calm, pause, isEnabled: false }, NOON);
    expect(words).toEqual({ tone: "neutral", text: "Turned off", problem: null });
  });
});

test.each([
  [at(10, 14, 32), "14:32"],
  [at(11, 2, 10), "tomorrow 02:10"],
  [at(14, 2, 10), "14 Jun, 02:10"],
])("untilText says %s as %j", (iso, text) => expect(untilText(iso, NOON)).toBe(text));

test.each([
  [800, "0.8 s"],
  [24_200, "24 s"],
  [59_700, "1 min"],
  [190_000, "3 min 10 s"],
])("lengthText says %d ms as %j", (ms, text) => expect(lengthText(ms)).toBe(text));
