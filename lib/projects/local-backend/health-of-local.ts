import type { BackendHealth } from "#lib/core/backend-state.ts";
import type { LocalBackendStatus } from "#lib/core/local-backend.ts";

/** How the in-betweener of this machine stands, in the words for any backend. */
export function healthOfLocal({
  state,
  problem,
}: Pick<LocalBackendStatus, "state" | "problem">): Pick<BackendHealth, "state" | "problem"> {
  switch (state) {
    case "running":
      return { state: "running", problem: null };
    case "installing":
    case "starting":
      return { state: "building", problem: null };
    case "failed":
      return { state: "broken", problem };
    case "absent":
    case "not-offered":
      return {
        state: "paused",
        problem:
          "It isn't set up on this machine. Set it up in the workspace's backends, or remove it from them.",
      };
  }
}
