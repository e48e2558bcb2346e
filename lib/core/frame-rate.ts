/** Frames per second as a ratio of whole numbers, so that 24000/1001 stays exact. */
export type FrameRate = { readonly num: number; readonly den: number };

/** The rates that the project settings offer: film, PAL, NTSC and web, with NTSC's exact ratios (SMPTE ST 12-1). */
export const FRAME_RATES: readonly FrameRate[] = [
  { num: 12, den: 1 },
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
  { num: 50, den: 1 },
  { num: 60, den: 1 },
];

/** Frames per second as a number; for display and pacing only, never for counting frames. */
export function framesPerSecond(rate: FrameRate): number {
  return rate.num / rate.den;
}

/** The time at which a frame begins, in seconds. */
export function framesToSeconds(frames: number, rate: FrameRate): number {
  return (frames * rate.den) / rate.num;
}

/** The number of whole frames nearest to a length in seconds. */
export function secondsToFrames(seconds: number, rate: FrameRate): number {
  return Math.round((seconds * rate.num) / rate.den);
}

/** The frame that is on screen at a time in seconds; the small allowance undoes the rounding of `framesToSeconds`. */
export function frameAtSeconds(seconds: number, rate: FrameRate): number {
  return Math.floor((seconds * rate.num) / rate.den + 1e-6);
}

export function sameFrameRate(a: FrameRate, b: FrameRate): boolean {
  return a.num * b.den === b.num * a.den;
}

/** "24", "25", "23.976": as animators write them. */
export function formatFrameRate(rate: FrameRate): string {
  return String(Number(framesPerSecond(rate).toFixed(3)));
}

/**
 * Reads "24", "29.97", "23.976", "24000/1001" or "30:1".
 * @returns null when the text is no rate between 1 and 120 frames a second.
 */
export function parseFrameRate(text: string): FrameRate | null {
  const ratio = /^(\d{1,6})[/:](\d{1,4})$/.exec(text.trim());
  const rate = ratio
    ? { num: Number(ratio[1]), den: Number(ratio[2]) }
    : nearestKnownRate(Number(text));
  if (!rate || rate.den < 1) return null;
  const perSecond = framesPerSecond(rate);
  return perSecond >= 1 && perSecond <= 120 ? rate : null;
}

function nearestKnownRate(perSecond: number): FrameRate | null {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return null;
  if (Number.isInteger(perSecond)) return { num: perSecond, den: 1 };
  return FRAME_RATES.find((rate) => Math.abs(framesPerSecond(rate) - perSecond) < 0.005) ?? null;
}

/** `m:ss:ff`, or `h:mm:ss:ff` from one hour on: non-drop timecode at the rounded rate. */
export function formatTimecode(frame: number, rate: FrameRate): string {
  const base = Math.max(1, Math.round(framesPerSecond(rate)));
  const total = Math.max(0, Math.floor(frame));
  const seconds = Math.floor(total / base);
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const head = hours > 0 ? `${hours}:${pad(minutes)}` : String(minutes);
  return `${head}:${pad(seconds % 60)}:${pad(total % base)}`;
}
