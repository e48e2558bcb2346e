import { expect, test } from "vitest";
import { NO_HOLDS } from "#lib/core/take-outlook.ts";
import type { Take } from "#lib/core/take.ts";
import { pendingWordsOf, placeText } from "./pending-words.ts";

const AT = "2026-05-01T12:00:00Z";
const running = {
  recipe: { backendId: "model" },
  status: { state: "running", attempt: 1, startedAt: AT },
} as Take;

function detailOf(detail: string, more: { fraction?: number; etaSeconds?: number } = {}): string {
  const { fraction = null, etaSeconds = null } = more;
  const progress = { detail, fraction, etaSeconds, queuePosition: null };
  const place = undefined;
  const asked = { take: running, holds: NO_HOLDS, place, progress, backends: new Map(), nowMs: 0 };
  return pendingWordsOf(asked)?.detail ?? "";
}

test("progress says nothing twice, and has a share only where nothing is counted", () => {
  expect(detailOf("Drawing 12 of 48", { fraction: 0.25 })).toBe("12 of 48");
  expect(detailOf("Drawing", { fraction: 0.25 })).toBe("25 %");
  expect(detailOf("Sampling", { fraction: 0.5, etaSeconds: 24.2 })).toBe(
    "Sampling · 50 % · about 24 s left",
  );
  expect(detailOf("Making the clip", { fraction: 1 })).toBe("Making the clip");
  expect(detailOf("Waiting for a GPU")).toBe("Waiting for a GPU");
});

test("places are counted as people say them", () => {
  const said = [1, 2, 3, 4, 11, 12, 13, 21, 112, 1_001].map(placeText);
  expect(said[0]).toBe("next in line");
  expect(said.slice(1).map((text) => text.split(" ")[0])).toEqual([
    ...["2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th", "1,001st"],
  ]);
});
