import type { Easing } from "#lib/core/easing.ts";
import { framesToSeconds, type FrameRate } from "#lib/core/frame-rate.ts";
import type { Motion } from "#lib/core/motion.ts";

/** "1 keyframe", "12 keyframes". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** A length in frames as seconds, as short as it stays true to a hundredth: "0.5 s", "2 s". */
export function secondsText(frames: number, rate: FrameRate): string {
  return `${Number(framesToSeconds(frames, rate).toFixed(2))} s`;
}

export const EASING_NAMES: Record<Easing, string> = {
  linear: "Even",
  "ease-in": "Slow out of the first",
  "ease-out": "Slow into the second",
  "ease-in-out": "Slow out and in",
};

export const MOTION_NAMES: Record<Motion, string> = { held: "Held", smoothed: "Smoothed" };

/** How long ago, in the one unit that matters. */
export function ageText(fromIso: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(fromIso)) / 1000);
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** "about 40 s left", "about 3 min left". */
export function remainingText(etaSeconds: number): string {
  const seconds = Math.max(1, Math.round(etaSeconds));
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`;
}

/** A film's length as people say it: "20 s", "1 min 12 s", "2 h 5 min". */
export function durationText(frames: number, rate: FrameRate): string {
  const seconds = Math.round(framesToSeconds(frames, rate));
  if (seconds < 60) return secondsText(frames, rate);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long something will take, as roughly as it is known: "about 40 s", "about 12 min", "about 2 h 10 min". */
export function estimateText(estimateMs: number): string {
  const seconds = Math.max(1, Math.round(estimateMs / 1000));
  if (seconds < 90) return `about ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  // Nobody knows it to the minute beyond an hour.
  const tens = Math.round(minutes / 10) * 10;
  const rest = tens % 60;
  return `about ${Math.floor(tens / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}
