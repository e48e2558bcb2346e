import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { BackendState } from "#lib/core/backend-state.ts";
import { sameJson } from "#lib/core/canonical-json.ts";
import { projectViewOf } from "#lib/core/project-view.ts";
import type { ProjectState } from "./project-state.ts";

/**
 * Takes in what the server says of the workspace's backends. Descriptions that are the same stay the same objects:
 * every segment's state rests on them, while how the backends stand changes all the time.
 */
export function withBackends(
  state: Pick<ProjectState, "view">,
  said: {
    readonly backends: readonly BackendDescription[];
    readonly backendStates: readonly BackendState[];
  },
): Pick<ProjectState, "view" | "backendStates"> {
  const backendStates = new Map(said.backendStates.map((one) => [one.backendId, one]));
  const { view } = state;
  if (!view || sameJson([...view.backends.values()], said.backends)) return { view, backendStates };
  const backends = new Map(said.backends.map((backend) => [backend.id, backend]));
  return {
    view: projectViewOf({ records: view.records, backends, previous: view }),
    backendStates,
  };
}
