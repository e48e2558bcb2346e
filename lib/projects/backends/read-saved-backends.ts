import * as z from "zod/mini";
import { endpointMappingSchema } from "#lib/backends/gradio/endpoint-mapping.ts";
import type { BackendAddress, SavedBackend } from "#lib/backends/saved-backend.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import { BACKEND_HELPS } from "#lib/core/backend-state.ts";
import { paramsSchema } from "#lib/core/segment.ts";
import type { Transaction } from "#lib/db/client.ts";

/** Whose backends: a workspace's, or those of the workspace that a project is in. */
export type BackendsOf = { readonly workspaceId: string } | { readonly projectId: string };

const helpsSchema = z.enum(BACKEND_HELPS);

/** The backends that a workspace has added, in its order. */
export async function readSavedBackends(
  database: Transaction,
  of: BackendsOf,
): Promise<SavedBackend[]> {
  const rows = await database.backend.findMany({
    where: { workspaceId: await workspaceIdOf(database, of) },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(savedBackendOf);
}

/** A backend as its row holds it. */
export function savedBackendOf(row: {
  workspaceId: string;
  id: string;
  name: string;
  address: unknown;
  mapping: unknown;
  description: unknown;
  params: unknown;
  sealedToken: string | null;
  sealedLogin: string | null;
  isEnabled: boolean;
  helps: string;
  concurrency: number;
}): SavedBackend {
  const { workspaceId, id, name, sealedToken, sealedLogin, isEnabled, concurrency } = row;
  const described = describedAppOf(row);
  const defaults = paramsSchema.parse(row.params);
  const params = described.params.map((spec) => {
    const value = defaults[spec.name];
    return value === undefined ? spec : ({ ...spec, default: value } as typeof spec);
  });
  return {
    workspaceId,
    id,
    address: row.address as BackendAddress,
    mapping: endpointMappingSchema.parse(row.mapping),
    description: { ...described, id, name, params },
    sealedToken,
    sealedLogin,
    isEnabled,
    helps: helpsSchema.parse(row.helps),
    concurrency,
  };
}

/** What a backend can do, with the app's own defaults. */
export function describedAppOf(row: {
  description: unknown;
}): Omit<BackendDescription, "id" | "name"> {
  // Written by this folder's use cases alone, from what they checked.
  return row.description as Omit<BackendDescription, "id" | "name">;
}

/** The workspace that is meant; an id that is none where the project isn't there. */
export async function workspaceIdOf(database: Transaction, of: BackendsOf): Promise<string> {
  if ("workspaceId" in of) return of.workspaceId;
  const project = await database.project.findUnique({
    where: { id: of.projectId },
    select: { workspaceId: true },
  });
  return project?.workspaceId ?? "";
}
