import fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_RATES, framesToSeconds } from "#lib/core/frame-rate.ts";
import { frameDueAt } from "./play-clock.ts";

const film = { startFrame: 0, endFrame: 97, isLooping: false };
const rate24 = { num: 24, den: 1 };

test("a frame shows from its very beginning to the next one's", () => {
  const anchor = { frame: 10, timeMs: 500, rate: 1, frameRate: rate24 };
  const due = (nowMs: number) => frameDueAt({ anchor, bounds: film, nowMs }).frame;
  expect(due(500)).toBe(10);
  expect(due(541)).toBe(10);
  expect(due(500 + 1000 / 24)).toBe(11);
  expect(due(1500)).toBe(34);
});

test("a clock that is read before it was set stands still", () => {
  const anchor = { frame: 10, timeMs: 500, rate: 1, frameRate: rate24 };
  expect(frameDueAt({ anchor, bounds: film, nowMs: 400 })).toEqual({ frame: 10, hasEnded: false });
});

test("play ends on the last frame, and backwards on the first", () => {
  const forwards = { frame: 90, timeMs: 0, rate: 4, frameRate: rate24 };
  expect(frameDueAt({ anchor: forwards, bounds: film, nowMs: 9_000 })).toEqual({
    frame: 96,
    hasEnded: true,
  });
  const backwards = { ...forwards, rate: -8 };
  expect(frameDueAt({ anchor: backwards, bounds: film, nowMs: 9_000 })).toEqual({
    frame: 0,
    hasEnded: true,
  });
});

test("no rate drifts: after any number of frames the clock is on that frame", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FRAME_RATES),
      fc.integer({ min: 0, max: 1_000_000 }),
      (frameRate, frames) => {
        const anchor = { frame: 0, timeMs: 0, rate: 1, frameRate };
        const bounds = { startFrame: 0, endFrame: 2_000_000, isLooping: false };
        const nowMs = framesToSeconds(frames, frameRate) * 1000;
        expect(frameDueAt({ anchor, bounds, nowMs: nowMs + 0.01 }).frame).toBe(frames);
      },
    ),
    { seed: 1 },
  );
});

test("a loop is the same film again and again, both ways", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(-8, -1, 1, 4),
      fc.integer({ min: 0, max: 5_000 }),
      (startFrame, lengthFrames, rate, passed) => {
        const endFrame = startFrame + lengthFrames;
        const anchor = { frame: startFrame, timeMs: 0, rate, frameRate: rate24 };
        const nowMs = ((passed + 0.5) * 1000) / 24 / Math.abs(rate);
        const due = frameDueAt({
          anchor,
          bounds: { startFrame, endFrame, isLooping: true },
          nowMs,
        });
        const walked = Math.sign(rate) * passed;
        const place = ((walked % lengthFrames) + lengthFrames) % lengthFrames;
        expect(due).toEqual({ frame: startFrame + place, hasEnded: false });
      },
    ),
    { seed: 2 },
  );
});
