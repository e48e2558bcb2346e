import { expect, test } from "vitest";
import { gradioFailure } from "./gradio-failure.ts";
import { httpFailure } from "./http-failure.ts";
import { spaceStateOf } from "./space-state.ts";

const now = new Date("2026-11-23T12:00:00.000Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const QUOTA = "ZeroGPU quota exceeded";

/** Title, message, class, and how long after `now` it says to try again. Wordings as they were seen on the wire. */
const SAID: readonly [string | null, string | null, string, number | null][] = [
  [
    "GPU quota exceeded",
    "You have exceeded your GPU quota (35s left vs. 120s requested). Please retry in 0:12:30",
    "quota",
    12 * MINUTE + 30 * SECOND,
  ],
  [
    QUOTA,
    'You have exceeded your GPU quota (60s requested vs. 56s left). <a style="white-space: nowrap" href="https://huggingface.co/join">Create a free account</a> to get more usage quota.',
    "quota",
    null,
  ],
  [
    QUOTA,
    "You have exceeded your ZeroGPU quota (120s requested vs. 35s left). Try again in 23:41:07. ",
    "quota",
    23 * HOUR + 41 * MINUTE + 7 * SECOND,
  ],
  [
    QUOTA,
    "You have exceeded your free ZeroGPU quota (120s requested vs. 0s left). Try again in 1 day, 2:03:04. Subscribe to Hugging Face PRO to get 25 min",
    "quota",
    26 * HOUR + 3 * MINUTE + 4 * SECOND,
  ],
  [
    null,
    "'You have exceeded your Pro ZeroGPU quota (146s requested vs. 62s left). Try again in 2 days, 0:00:09. Authenticate with a Hugging Face token'",
    "quota",
    48 * HOUR + 9 * SECOND,
  ],
  // A server whose clock or sums are wrong doesn't put a take off for ever.
  [
    QUOTA,
    "You have exceeded your ZeroGPU quota. Try again in 9000 days, 0:00:00.",
    "quota",
    72 * HOUR,
  ],
  [null, "You have exceeded your ZeroGPU runs limit. ", "quota", null],
  ["ZeroGPU pending credits exceeded", "Add credits to go on", "quota", null],
  [null, "Space app has reached its GPU limit. Try re-running outside of examples", "quota", null],
  [QUOTA, "No GPU was available after 60s", "busy", null],
  [QUOTA, "No GPU is currently available for you after 60s", "busy", null],
  [null, "No GPU was available", "busy", null],
  ["ZeroGPU queue timeout", "", "busy", null],
  ["ZeroGPU client error", "Expired ZeroGPU proxy token", "busy", null],
  [null, "GPU task aborted", "busy", null],
  [
    "ZeroGPU illegal duration",
    "The requested GPU duration (300s) is larger than the maximum allowed",
    "rejected",
    null,
  ],
  ["ZeroGPU worker error", "RuntimeError", "broken", null],
  [null, "Queue is full. Max size is 12 and size is 12.", "busy", null],
  [null, "This application is currently busy. Please try again. ", "busy", null],
  [null, "CUDA out of memory. Tried to allocate 20 GiB", "broken", null],
  [null, "Session not found", "transport", null],
  [null, null, "broken", null],
  [null, "KeyError: 'frame'", "broken", null],
];

test.each(SAID)("%s: %s is %s", (title, message, errorClass, waitMs) => {
  const error = gradioFailure({ title, message, now });
  expect(error.errorClass).toBe(errorClass);
  expect(error.userMessage).not.toMatch(/[<>]|href/);
  expect(error.userMessage.length).toBeLessThanOrEqual(1_000);
  if (waitMs === null) expect(error.retryAt).toBeNull();
  else {
    const lateMs = (error.retryAt?.getTime() ?? 0) - now.getTime() - waitMs;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThanOrEqual(MINUTE);
  }
});

test("a quota says what was asked for and what is left, in either order of words", () => {
  const told = SAID.slice(0, 1).map(([title, message]) => gradioFailure({ title, message, now }));
  expect(told[0]?.userMessage).toMatch(/asks for 120 s, 35 s are left/);
  const newer = gradioFailure({ message: SAID[2]?.[1] ?? null, now });
  expect(newer.userMessage).toMatch(/asks for 120 s, 35 s are left/);
});

test("a server's own words stay plain and bounded", () => {
  const hostile = `<img src=x onerror=alert(1)>\u0000\u202ecod${"!".repeat(100_000)}`;
  const { userMessage } = gradioFailure({ message: hostile, now });
  for (const char of "<>\u0000\u202e") expect(userMessage).not.toContain(char);
  expect(userMessage.length).toBeLessThan(700);
  expect(gradioFailure({ message: "<".repeat(200_000), now }).errorClass).toBe("broken");
  expect(gradioFailure({ message: "loss < 3 > 2", now }).userMessage).toContain("loss < 3 > 2");
});

test.each([
  [401, "", "rejected"],
  [403, "<html>", "rejected"],
  [404, "Not Found", "broken"],
  [413, "Request Entity Too Large", "rejected"],
  [422, '{"detail":"wrong"}', "rejected"],
  [429, "", "busy"],
  [500, "Internal Server Error", "transport"],
  [502, "<html>", "transport"],
  [503, "<html>", "asleep"],
  [503, '{"detail":"Queue is full. Max size is 12 and size is 12."}', "busy"],
])("an answer of %d %s is %s", (status, text, errorClass) => {
  expect(httpFailure({ status, headers: {}, text, step: "ask", now }).errorClass).toBe(errorClass);
});

test("a server's date is measured by its own clock", () => {
  const headers = {
    date: "Mon, 23 Nov 2020 12:00:00 GMT",
    "retry-after": "Mon, 23 Nov 2020 12:01:00 GMT",
  };
  const retryAt = (given: Record<string, string>) =>
    httpFailure({ status: 429, headers: given, text: "", step: "ask", now }).retryAt;
  expect(retryAt(headers)).toEqual(new Date(now.getTime() + MINUTE));
  expect(retryAt({ "retry-after": "30" })).toEqual(new Date(now.getTime() + 30 * SECOND));
  expect(retryAt({ "retry-after": "999999999" })).toEqual(new Date(now.getTime() + HOUR));
  expect(retryAt({ "retry-after": "soon" })).toBeNull();
});

test("a Space's stage says what it is doing", () => {
  const stages = ["RUNNING", "SLEEPING", "APP_STARTING", "PAUSED", "RUNTIME_ERROR", "NEW_STAGE"];
  expect(stages.map(spaceStateOf)).toEqual([
    "running",
    "asleep",
    "building",
    "paused",
    "broken",
    "running",
  ]);
});
