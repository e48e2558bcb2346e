import { createDraftBackend } from "./draft-backend.ts";
import type { InBetweenBackend } from "./in-between-backend.ts";

/** Everything that can draw in this installation, by id. */
export function createBackends(): ReadonlyMap<string, InBetweenBackend> {
  const draft = createDraftBackend();
  return new Map([[draft.description.id, draft]]);
}
