import { describe, expect, test } from "vitest";
import { ageText, countOf, durationText, remainingText, secondsText } from "./words.ts";

const film = { num: 24, den: 1 };
const ntsc = { num: 24000, den: 1001 };

describe("lengths in words", () => {
  test("seconds are as short as they stay true", () => {
    expect(secondsText(48, film)).toBe("2 s");
    expect(secondsText(12, film)).toBe("0.5 s");
    expect(secondsText(48, ntsc)).toBe("2 s");
    expect(secondsText(1, film)).toBe("0.04 s");
  });

  test("minutes never show sixty seconds", () => {
    expect(durationText(24 * 72, film)).toBe("1 min 12 s");
    expect(durationText(24 * 120 - 1, film)).toBe("2 min 0 s");
    expect(durationText(24 * 3600 * 2 + 24 * 65, film)).toBe("2 h 1 min");
  });

  test("counts agree with their noun", () => {
    expect(countOf(1, "keyframe")).toBe("1 keyframe");
    expect(countOf(1200, "keyframe")).toBe("1,200 keyframes");
  });

  test("ages and waits use one unit", () => {
    const nowMs = Date.parse("2026-01-02T00:00:00Z");
    expect(ageText("2026-01-01T23:59:40Z", nowMs)).toBe("just now");
    expect(ageText("2026-01-01T23:10:00Z", nowMs)).toBe("50 min ago");
    expect(ageText("2025-12-30T00:00:00Z", nowMs)).toBe("3 d ago");
    expect(ageText("nonsense", nowMs)).toBe("");
    expect(remainingText(40.2)).toBe("about 40 s left");
    expect(remainingText(200)).toBe("about 3 min left");
  });
});
