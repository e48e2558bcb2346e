import { isDeepStrictEqual } from "node:util";
import { endpointMappingSchema } from "#lib/backends/gradio/endpoint-mapping.ts";
import type { SavedBackend } from "#lib/backends/saved-backend.ts";
import type { Database } from "#lib/db/client.ts";

/**
 * Whether a backend's app is still called as it was when this was read. Whoever asks an app may wait for minutes while it
 * wakes, and an owner may confirm it anew meanwhile: what is found by the old mapping says nothing of the new one.
 */
export async function isStillMapped(
  database: Database,
  { workspaceId, id, mapping }: Pick<SavedBackend, "workspaceId" | "id" | "mapping">,
): Promise<boolean> {
  const row = await database.backend.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { mapping: true },
  });
  return row === null || isDeepStrictEqual(endpointMappingSchema.parse(row.mapping), mapping);
}
