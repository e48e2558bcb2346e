import { expect, test } from "vitest";
import { createPlayhead } from "#components/ui/playhead.ts";
import { createPreviewController } from "./preview-controller.ts";

/** A player on a clock that the test moves. */
function playerOf(totalFrames = 97) {
  let nowMs = 1_000;
  let pending: (() => void) | null = null;
  const playhead = createPlayhead();
  const player = createPreviewController({
    playhead,
    timer: {
      now: () => nowMs,
      requestTick(tick) {
        pending = tick;
        return 1;
      },
      cancelTick() {
        pending = null;
      },
    },
  });
  player.setFilm({ totalFrames, frameRate: { num: 25, den: 1 }, keyframeStartFrames: [0, 48, 96] });
  const frames: number[] = [];
  playhead.subscribe((frame) => frames.push(frame));
  /** Lets time pass in ticks of 20 ms, half a frame. */
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      nowMs += 20;
      const tick = pending;
      pending = null;
      tick?.();
    }
  };
  return { player, playhead, frames, pass, sleep: (ms: number) => (nowMs += ms) };
}

test("plays to the end and stops on the last frame; playing again begins at the first", () => {
  const { player, playhead, frames, pass } = playerOf();
  player.play();
  pass(5_000);
  expect(frames).toEqual(Array.from({ length: 96 }, (_, n) => n + 1));
  expect(player.state().isPlaying).toBe(false);
  player.play();
  expect(playhead.frame()).toBe(0);
});

test("a frame that is not there is waited for, and play goes on from it without a jump", () => {
  const { player, playhead, pass } = playerOf();
  let readyUpTo = 10;
  player.setReadiness((frame) => frame <= readyUpTo);
  player.play();
  pass(2_000);
  const stoppedAt = playhead.frame();
  expect(player.state().isWaiting).toBe(true);
  // The grace of 120 ms is three frames.
  expect(stoppedAt).toBeLessThanOrEqual(15);
  readyUpTo = 96;
  pass(40);
  expect(player.state().isWaiting).toBe(false);
  expect(playhead.frame() - stoppedAt).toBeLessThanOrEqual(1);
  pass(400);
  expect(playhead.frame() - stoppedAt).toBeGreaterThanOrEqual(9);
});

test("after a sleep it goes on from where it was", () => {
  const { player, playhead, pass, sleep } = playerOf();
  player.play();
  pass(400);
  const before = playhead.frame();
  sleep(60_000);
  pass(80);
  expect(playhead.frame() - before).toBeLessThanOrEqual(2);
  expect(player.state().isPlaying).toBe(true);
});

test("when the timeline moves the playhead, playing goes on from there", () => {
  const { player, playhead, pass } = playerOf();
  player.play();
  pass(200);
  playhead.setFrame(60);
  pass(200);
  expect(playhead.frame()).toBe(65);
});

test("loops the selection's range, and starts inside it", () => {
  const { player, frames, pass } = playerOf();
  player.setLooping(true);
  player.setLoopRange({ startFrame: 40, endFrame: 44 });
  player.play();
  pass(400);
  expect(frames.slice(0, 9)).toEqual([40, 41, 42, 43, 40, 41, 42, 43, 40]);
});

test("a film that gets shorter, or empty, keeps the playhead inside", () => {
  const { player, playhead } = playerOf();
  player.goToEnd();
  expect(playhead.frame()).toBe(96);
  player.setFilm({ totalFrames: 50, frameRate: { num: 25, den: 1 }, keyframeStartFrames: [0, 49] });
  expect(playhead.frame()).toBe(49);
  player.play(-1);
  player.setFilm({ totalFrames: 0, frameRate: { num: 25, den: 1 }, keyframeStartFrames: [] });
  expect(playhead.frame()).toBe(0);
  expect(player.state().isPlaying).toBe(false);
  player.play();
  expect(player.state().isPlaying).toBe(false);
});
