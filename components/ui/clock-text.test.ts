import { expect, test } from "vitest";
import { clockText } from "./clock-text.ts";

const at = (text: string) => new Date(text).toISOString();
const nowMs = Date.parse("2026-05-04T12:00:00");

test("a time of today is a clock's, another day is named, and a far one has its date", () => {
  expect(clockText(at("2026-05-04T14:32:00"), nowMs)).toMatch(/^\d+.32/);
  expect(clockText(at("2026-05-05T09:10:00"), nowMs)).toMatch(/^Tue 0?9.10/);
  expect(clockText(at("2026-05-20T09:10:00"), nowMs)).toMatch(/^20 May 0?9.10/);
  expect(clockText("nonsense", nowMs)).toBe("soon");
});
