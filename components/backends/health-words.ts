import type { BackendHealth, BackendState } from "#lib/core/backend-state.ts";
import type { Tone } from "#components/ui/badge.tsx";
import { untilText } from "./time-words.ts";

export type HealthWords = {
  readonly tone: Extract<Tone, "ok" | "warn" | "danger" | "neutral">;
  readonly text: string;
  /** What is wrong and what to do; null when nothing is. */
  readonly problem: string | null;
};

const FOUND: Record<BackendHealth["state"], Pick<HealthWords, "tone" | "text">> = {
  running: { tone: "ok", text: "Running" },
  asleep: { tone: "neutral", text: "Asleep" },
  building: { tone: "warn", text: "Building" },
  paused: { tone: "warn", text: "Paused" },
  broken: { tone: "danger", text: "Broken" },
  changed: { tone: "danger", text: "Its app has changed" },
};

/** The one that runs on this machine is neither built nor woken by somebody else. */
const FOUND_HERE: Partial<typeof FOUND> = {
  building: { tone: "warn", text: "Being set up" },
  asleep: { tone: "warn", text: "Not running" },
};

/**
 * How a backend stands, in words. What it was turned off for or is waiting for comes before what the last look found.
 * @param nowMs null while the page has no clock yet (on the server): then no time of day is said
 */
export function healthWords(
  state: BackendState,
  nowMs: number | null,
  options: { readonly isLocal?: boolean } = {},
): HealthWords {
  const { health, pause } = state;
  if (!state.isEnabled) return { tone: "neutral", text: "Turned off", problem: null };
  // No pause mends that: somebody has to confirm the app again.
  if (health?.state === "changed") return { ...FOUND.changed, problem: health.problem };
  if (pause !== null && (nowMs === null || Date.parse(pause.until) > nowMs)) {
    const reason = pause.errorClass === "quota" ? "Quota" : "Waiting";
    const text = nowMs === null ? reason : `${reason}: continues ${untilText(pause.until, nowMs)}`;
    return { tone: "warn", text, problem: pause.message === "" ? null : pause.message };
  }
  if (health === null) return { tone: "neutral", text: "Not checked yet", problem: null };
  const found = (options.isLocal && FOUND_HERE[health.state]) || FOUND[health.state];
  return { ...found, problem: health.problem };
}
