import type { BackendDescription } from "#lib/core/backend-description.ts";
import { DRAFT_DESCRIPTION } from "./draft-description.ts";

/** What can draw in this installation, by id. Loads nothing that draws, so the web process may call it. */
export function describeBackends(): ReadonlyMap<string, BackendDescription> {
  return new Map([[DRAFT_DESCRIPTION.id, DRAFT_DESCRIPTION]]);
}
