import type { TrialStatus } from "#lib/core/backend-settings.ts";
import { GengaError } from "#lib/core/errors.ts";

const NOTHING_YET = {
  fraction: null,
  message: null,
  frames: null,
  width: null,
  height: null,
  framesPerSecond: null,
  elapsedMs: null,
  notes: [],
} as const satisfies Partial<TrialStatus>;

/** A trial as it stands before it has an outcome. */
export function pendingTrialStatus(state: "queued" | "running", detail: string): TrialStatus {
  return { ...NOTHING_YET, notes: [], state, detail };
}

/** A trial that came to nothing. */
export function failedTrialStatus(message: string): TrialStatus {
  return { ...NOTHING_YET, notes: [], state: "failed", detail: "", message };
}

/** Said alike for a trial that isn't there and for one that is of another backend or workspace. */
export function trialNotFound(): GengaError {
  return new GengaError("not-found", "This trial isn't there any more. Try the backend again.");
}
