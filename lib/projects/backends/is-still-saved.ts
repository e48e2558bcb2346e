import { isDeepStrictEqual } from "node:util";
import { endpointMappingSchema } from "#lib/backends/gradio/endpoint-mapping.ts";
import type { SavedBackend } from "#lib/backends/saved-backend.ts";
import type { Database } from "#lib/db/client.ts";

/**
 * Whether a backend's app is still called as it was when this was read, and with the same token and login. Whoever asks an
 * app may wait for minutes, and an owner may confirm it anew or give it another token meanwhile: what is found by the old
 * ones says nothing of the new.
 */
export async function isStillSaved(
  database: Database,
  saved: Pick<SavedBackend, "workspaceId" | "id" | "mapping" | "sealedToken" | "sealedLogin">,
): Promise<boolean> {
  const { workspaceId, id, mapping, sealedToken, sealedLogin } = saved;
  const row = await database.backend.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { mapping: true, sealedToken: true, sealedLogin: true },
  });
  if (!row) return true;
  const isSame = row.sealedToken === sealedToken && row.sealedLogin === sealedLogin;
  return isSame && isDeepStrictEqual(endpointMappingSchema.parse(row.mapping), mapping);
}
