import type { BackendDirectory } from "#lib/backends/backend-directory.ts";
import type { InBetweenBackend } from "#lib/backends/in-between-backend.ts";

/** A directory that knows these backends in every workspace. */
export function directoryOf(...backends: readonly InBetweenBackend[]): BackendDirectory {
  const byId = new Map(backends.map((backend) => [backend.description.id, backend]));
  return { find: async ({ backendId }) => byId.get(backendId) ?? null };
}
