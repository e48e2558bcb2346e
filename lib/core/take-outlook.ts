import type { BackendDescription } from "./backend-description.ts";
import { isPausedNow, type BackendState } from "./backend-state.ts";
import type { Project } from "./project.ts";
import type { Take } from "./take.ts";

/** What keeps a backend's queued takes from being drawn now. */
export type BackendHold =
  | { readonly type: "until"; readonly until: string; readonly message: string }
  | { readonly type: "disabled" };

/** All that may hold takes of a project back, worked out once for all of them. */
export type TakeHolds = {
  /** Somebody has paused the project. */
  readonly isPaused: boolean;
  /** By the id of the backend that was asked; a backend that draws is absent. */
  readonly byBackend: ReadonlyMap<string, BackendHold>;
};

export const NO_HOLDS: TakeHolds = { isPaused: false, byBackend: new Map() };

/** What becomes of a pending take next, and what it waits for. */
export type TakeOutlook =
  | { readonly state: "running" }
  | { readonly state: "queued" }
  | { readonly state: "paused" }
  /** Goes on by itself at `until`; `message` says why it waits, and is empty where nobody knows. */
  | { readonly state: "waiting"; readonly until: string; readonly message: string }
  /** Waits for somebody to switch its backend on. */
  | { readonly state: "off"; readonly backendId: string };

/**
 * What holds takes back at this time. A backend that can't draw holds nothing back while another one may help.
 * @param options.nowMs Unix time
 */
export function takeHoldsOf(options: {
  project: Pick<Project, "isPaused">;
  backends: ReadonlyMap<string, BackendDescription>;
  backendStates: ReadonlyMap<string, BackendState>;
  nowMs: number;
}): TakeHolds {
  const { project, backends, backendStates, nowMs } = options;
  const byBackend = new Map<string, BackendHold>();
  for (const backendId of backends.keys()) {
    const state = backendStates.get(backendId);
    const hold = state && holdOf(state, nowMs);
    if (hold && !hasHelp(backendStates, { backendId, nowMs })) byBackend.set(backendId, hold);
  }
  return { isPaused: project.isPaused, byBackend };
}

/** The backend that a take was asked of; another one may draw in its place. */
export function askedBackendOf(take: Take): string {
  return take.recipe.fallbackFor ?? take.recipe.backendId;
}

/** What becomes of a take; null when nothing is to come of it any more. */
export function takeOutlookOf(take: Take, holds: TakeHolds): TakeOutlook | null {
  const { status } = take;
  if (status.state === "running") return { state: "running" };
  if (status.state !== "queued" && status.state !== "waiting") return null;
  if (holds.isPaused) return { state: "paused" };
  const backendId = askedBackendOf(take);
  const hold = holds.byBackend.get(backendId);
  if (hold?.type === "disabled") return { state: "off", backendId };
  if (status.state === "queued") {
    return hold
      ? { state: "waiting", until: hold.until, message: hold.message }
      : { state: "queued" };
  }
  // The take's own wait and its backend's are both to be over.
  return hold && Date.parse(hold.until) > Date.parse(status.until)
    ? { state: "waiting", until: hold.until, message: hold.message }
    : { state: "waiting", until: status.until, message: status.error.message };
}

function holdOf(state: BackendState, nowMs: number): BackendHold | null {
  if (!state.isEnabled) return { type: "disabled" };
  if (!state.pause || !isPausedNow(state, nowMs)) return null;
  return { type: "until", ...state.pause };
}

function hasHelp(
  backendStates: ReadonlyMap<string, BackendState>,
  { backendId, nowMs }: { backendId: string; nowMs: number },
): boolean {
  for (const state of backendStates.values()) {
    if (state.backendId === backendId || state.helps === "never") continue;
    const { state: found = "running" } = state.health ?? {};
    const isWell = found !== "paused" && found !== "broken" && found !== "changed";
    if (isWell && holdOf(state, nowMs) === null) return true;
  }
  return false;
}
