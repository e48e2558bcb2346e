import type { BackendHealth } from "#lib/core/backend-state.ts";
import { BackendError } from "./backend-error.ts";
import type { ReachedApp } from "./backend-reach.ts";
import { AppChanged } from "./gradio/check-mapping.ts";
import { readBackendHealth } from "./gradio/backend-health.ts";
import type { SpaceState } from "./gradio/space-state.ts";
import { settingsMessage } from "./settings-message.ts";

type Found = Pick<BackendHealth, "state" | "problem">;

const PROBLEMS: Readonly<Record<SpaceState, string | null>> = {
  running: null,
  // It wakes when something is asked of it.
  asleep: null,
  building: null,
  paused:
    "This Space was paused by its owner. Duplicate it to an account of your own, or choose another backend.",
  broken:
    "This Space doesn't run: Hugging Face reports an error in it. Its owner must mend it; choose another backend until then.",
};

/**
 * What Hugging Face says of a Space, which is not woken by it; null for an app that is none.
 * @throws AppChanged when it is another Space than the one that was confirmed
 */
export async function healthOfSpace(
  reached: ReachedApp,
  signal: AbortSignal,
): Promise<Found | null> {
  if (reached.address.kind !== "space") return null;
  const { state, problem } = await readBackendHealth({ ...reached, signal });
  return { state, problem: problem ?? PROBLEMS[state] };
}

/** What a look that failed says of the backend. */
export function healthAfter(error: unknown, options: { allowPrivateAddresses: boolean }): Found {
  const problem = settingsMessage(error, options);
  if (error instanceof AppChanged) return { state: "changed", problem };
  const errorClass = error instanceof BackendError ? error.errorClass : "broken";
  if (errorClass === "asleep" || errorClass === "paused") return { state: errorClass, problem };
  // Too busy to be asked is well enough.
  if (errorClass === "busy" || errorClass === "quota") return { state: "running", problem };
  return { state: "broken", problem };
}
