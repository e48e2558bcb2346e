import { expect, test } from "vitest";
import { commandForKey, nextKeyframeFrame, parseSeek, shuttledRate } from "./transport.ts";

test("J and L start at normal speed, double to eight, and turn round at once", () => {
  expect(shuttledRate(null, 1)).toBe(1);
  expect(shuttledRate(1, 1)).toBe(2);
  expect(shuttledRate(4, 1)).toBe(8);
  expect(shuttledRate(8, 1)).toBe(8);
  expect(shuttledRate(8, -1)).toBe(-1);
  expect(shuttledRate(-2, -1)).toBe(-4);
  expect(shuttledRate(-8, 1)).toBe(1);
});

test("keyframes are found from on them and from between them", () => {
  const starts = [0, 48, 48, 100];
  expect(nextKeyframeFrame(starts, 0, 1)).toBe(48);
  expect(nextKeyframeFrame(starts, 48, 1)).toBe(100);
  expect(nextKeyframeFrame(starts, 100, 1)).toBeNull();
  expect(nextKeyframeFrame(starts, 60, -1)).toBe(48);
  expect(nextKeyframeFrame(starts, 48, -1)).toBe(0);
  expect(nextKeyframeFrame(starts, 0, -1)).toBeNull();
  expect(nextKeyframeFrame([], 5, -1)).toBeNull();
});

test.each([
  ["120", 120],
  [" 7 ", 7],
  ["+10", 40],
  ["-12", 18],
  ["1:12", 36],
  ["1:00:00", 1440],
  ["1:00:00:05", 86_405],
  ["2.5s", 60],
  ["2.5", 53],
  ["", null],
  ["abc", null],
  ["1:x", null],
  ["::", null],
  ["9".repeat(30), null],
])("%j goes to frame %s", (text, frame) => {
  expect(parseSeek(text, { frame: 30, frameRate: { num: 24, den: 1 } })).toBe(frame);
});

test("timecode of a broken rate counts whole frames", () => {
  const now = { frame: 0, frameRate: { num: 24_000, den: 1_001 } };
  expect(parseSeek("1:00", now)).toBe(24);
});

test("keys with Ctrl, Alt or Meta are left to the browser and the editor", () => {
  const plain = {
    key: " ",
    code: "Space",
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
  };
  expect(commandForKey(plain)).toEqual({ type: "toggle" });
  expect(commandForKey({ ...plain, ctrlKey: true })).toBeNull();
  expect(commandForKey({ ...plain, code: "ArrowLeft", shiftKey: true })).toEqual({
    type: "step",
    frames: -10,
  });
  expect(commandForKey({ ...plain, code: "KeyZ" })).toBeNull();
});
