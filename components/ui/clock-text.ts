const DAY_MS = 86_400_000;

/** "14:32" today; another day is named ("Tue 09:10"), and one that is far off by its date ("3 Dec 09:10"). */
export function clockText(isoTime: string, nowMs: number): string {
  const time = new Date(isoTime);
  if (Number.isNaN(time.getTime())) return "soon";
  const clock = time.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" });
  if (time.toDateString() === new Date(nowMs).toDateString()) return clock;
  const isNear = Math.abs(time.getTime() - nowMs) < 6 * DAY_MS;
  // The page is in English; only the clock is told as the reader's own system does.
  const day = isNear
    ? time.toLocaleDateString("en-GB", { weekday: "short" })
    : time.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${day} ${clock}`;
}
