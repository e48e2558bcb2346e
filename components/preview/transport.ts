import { framesPerSecond, type FrameRate } from "#lib/core/frame-rate.ts";

/** Film speeds that J and L go through; negative is backwards. */
export type PlayRate = -8 | -4 | -2 | -1 | 1 | 2 | 4 | 8;

const SPEEDS = [1, 2, 4, 8] as const;
const REVERSE = { 1: -1, 2: -2, 4: -4, 8: -8 } as const;

/**
 * The speed after J (−1) or L (+1): the first press plays that way, each further one doubles the speed.
 * @param rate the speed now; null while paused
 */
export function shuttledRate(rate: PlayRate | null, direction: 1 | -1): PlayRate {
  const isSameWay = rate !== null && Math.sign(rate) === direction;
  const speed = SPEEDS.find((candidate) => !isSameWay || candidate > Math.abs(rate)) ?? 8;
  return direction > 0 ? speed : REVERSE[speed];
}

/**
 * Where the keyframe before or after a frame first shows; from within a segment, before is its from-keyframe.
 * @param startFrames rising; keyframes of a zero-length run may share a frame
 * @returns null when there is none that way
 */
export function nextKeyframeFrame(
  startFrames: readonly number[],
  frame: number,
  direction: 1 | -1,
): number | null {
  let low = 0;
  let high = startFrames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = startFrames[middle] ?? Infinity;
    if (direction > 0 ? start > frame : start >= frame) high = middle;
    else low = middle + 1;
  }
  return startFrames[direction > 0 ? low : low - 1] ?? null;
}

/**
 * Reads what somebody types to go somewhere: `120` is a frame, `+10` and `-10` are relative, `1:12` and `1:02:03:12`
 * are timecode that ends in frames, `2.5s` is seconds.
 * @returns the frame, not yet kept inside the film; null when it is none of these
 */
export function parseSeek(
  text: string,
  now: { frame: number; frameRate: FrameRate },
): number | null {
  const typed = text.trim();
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  if (/^[+-]\d{1,9}$/.test(typed)) return now.frame + Number(typed);
  const seconds = /^(\d{1,6}(?:\.\d{1,6})?)\s*s$/i.exec(typed);
  if (seconds) return Math.round(Number(seconds[1]) * framesPerSecond(now.frameRate));
  if (!/^\d{1,4}([:;.]\d{1,4}){1,3}$/.test(typed)) return null;
  const parts = typed.split(/[:;.]/).map(Number);
  const frames = parts.pop() ?? 0;
  const wholeSeconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  // Timecode counts at the rounded rate, as `formatTimecode` writes it.
  return wholeSeconds * Math.max(1, Math.round(framesPerSecond(now.frameRate))) + frames;
}

export type PreviewCommand =
  | { readonly type: "toggle" | "stop" | "start" | "end" | "toggle-loop" }
  | { readonly type: "shuttle" | "keyframe"; readonly direction: 1 | -1 }
  | { readonly type: "step"; readonly frames: number };

/**
 * The player's keys: Space, J K L, arrows (with Shift ten frames), up and down for keyframes, Home and End.
 * Letters are taken by their place on the keyboard, so J K L lie together on every layout.
 */
export function commandForKey(key: {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): PreviewCommand | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  const stepFrames = key.shiftKey ? 10 : 1;
  switch (key.code) {
    case "Space":
      return { type: "toggle" };
    case "KeyK":
      return { type: "stop" };
    case "KeyJ":
      return { type: "shuttle", direction: -1 };
    case "KeyL":
      return key.shiftKey ? { type: "toggle-loop" } : { type: "shuttle", direction: 1 };
    case "ArrowLeft":
      return { type: "step", frames: -stepFrames };
    case "ArrowRight":
      return { type: "step", frames: stepFrames };
    case "ArrowUp":
    case "PageUp":
      return { type: "keyframe", direction: -1 };
    case "ArrowDown":
    case "PageDown":
      return { type: "keyframe", direction: 1 };
    case "Home":
      return { type: "start" };
    case "End":
      return { type: "end" };
    default:
      return null;
  }
}
