const DAY_MS = 86_400_000;

/** When something goes on, in the reader's own time: "14:32", "tomorrow 02:10", "28 Nov, 02:10". */
export function untilText(iso: string, nowMs: number): string {
  const until = new Date(iso);
  const now = new Date(nowMs);
  const time = until.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (until.toDateString() === now.toDateString()) return time;
  if (until.toDateString() === new Date(nowMs + DAY_MS).toDateString()) return `tomorrow ${time}`;
  return `${until.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}

/** A length of time in the unit that people would say: "0.8 s", "24 s", "3 min 10 s". */
export function lengthText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}
