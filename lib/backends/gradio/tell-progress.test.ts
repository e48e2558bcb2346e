import { expect, test } from "vitest";
import type { DrawProgress } from "../in-between-backend.ts";
import type { QueueMessage } from "./queue-messages.ts";
import { createProgressTeller } from "./tell-progress.ts";

function told(messages: readonly (QueueMessage & { readonly atMs: number })[]): DrawProgress[] {
  const all: DrawProgress[] = [];
  let nowMs = 0;
  const tell = createProgressTeller({ onProgress: (one) => all.push(one), nowMs: () => nowMs });
  for (const { atMs, ...message } of messages) {
    nowMs = atMs;
    tell(message);
  }
  return all;
}

const step = { index: 3, length: 6, desc: "Sampling" };

test("the time that is left is counted on, and a line of the log keeps the bar where it was", () => {
  const all = told([
    { atMs: 0, msg: "process_starts", eta: 30 },
    { atMs: 10_000, msg: "progress", progress_data: [step] },
    { atMs: 12_000, msg: "log", log: "Decoding" },
    { atMs: 20_000, msg: "heartbeat" },
  ]);
  expect(all.map(({ etaSeconds }) => etaSeconds)).toEqual([30, 20, 18, 10]);
  expect(all.map(({ fraction }) => fraction)).toEqual([null, 0.5, 0.5, 0.5]);
  expect(all.at(-1)?.detail).toBe("Decoding");
});

test("what takes longer than was told has no end, and a heartbeat before all else tells nothing", () => {
  const all = told([
    { atMs: 0, msg: "heartbeat" },
    { atMs: 0, msg: "process_starts", eta: 5 },
    { atMs: 6_000, msg: "heartbeat" },
  ]);
  expect(all.map(({ etaSeconds }) => etaSeconds)).toEqual([5, null]);
});
