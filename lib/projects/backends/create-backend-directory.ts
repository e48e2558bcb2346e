import type { BackendDirectory } from "#lib/backends/backend-directory.ts";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";

/** The backends of every workspace, as the database has them at the time, and the built-in draft. */
export function createBackendDirectory(): BackendDirectory {
  const draft = createDraftBackend();
  return {
    async find({ backendId }) {
      return backendId === draft.description.id ? draft : null;
    },
  };
}
