import { clockText } from "#components/ui/clock-text.ts";
import { isPausedNow, type BackendHealth, type BackendState } from "#lib/core/backend-state.ts";

const HEALTH_WORDS: Record<BackendHealth["state"], string> = {
  running: "",
  asleep: "asleep, wakes up when asked",
  building: "starting",
  paused: "paused by its owner",
  broken: "not working",
  changed: "its app has changed",
};

/** How a backend stands, in a few words; empty when all is well, and for the built-in draft, which has no state. */
export function backendStanding(state: BackendState | undefined, nowMs: number): string {
  if (!state) return "";
  if (!state.isEnabled) return "switched off";
  // No wait mends that.
  if (state.health?.state === "changed") return HEALTH_WORDS.changed;
  if (state.pause && isPausedNow(state, nowMs)) {
    return `waits until ${clockText(state.pause.until, nowMs)}`;
  }
  return state.health ? HEALTH_WORDS[state.health.state] : "";
}

/** What is wrong with a backend and what to do, in full; empty when all is well. */
export function backendProblem(state: BackendState | undefined, nowMs: number): string {
  if (!state) return "";
  if (!state.isEnabled) return "It is switched off: nothing is drawn with it until it is on again.";
  if (state.pause && isPausedNow(state, nowMs)) return state.pause.message;
  return state.health?.problem ?? "";
}

/** The page where a workspace's backends are added and set. */
export function backendsPath(workspaceId: string): string {
  return `/workspaces/${encodeURIComponent(workspaceId)}/backends`;
}
