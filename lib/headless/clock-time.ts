const DAY_MS = 86_400_000;

/** A time by this machine's own clock, as people say it: "14:32", "tomorrow 02:10", "28 Nov 02:10". */
export function clockTime(time: Date, now: Date): string {
  const clock = time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (time.toDateString() === now.toDateString()) return clock;
  if (time.toDateString() === new Date(now.getTime() + DAY_MS).toDateString())
    return `tomorrow ${clock}`;
  return `${time.toLocaleDateString("en-GB", { day: "numeric", month: "short" })} ${clock}`;
}
