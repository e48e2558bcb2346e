import { backendPatchSchema } from "#lib/projects/backends/backend-requests.ts";
import { deleteBackend } from "#lib/projects/backends/delete-backend.ts";
import { updateBackend } from "#lib/projects/backends/update-backend.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

type Params = { workspaceId: string; backendId: string };

export const PATCH = apiRoute<Params>(async ({ request, services, userId, params }) => {
  const patch = await readJson(request, backendPatchSchema);
  const { signal } = request;
  return Response.json(await updateBackend(services, { userId, ...params, patch, signal }));
});

export const DELETE = apiRoute<Params>(async ({ services, userId, params }) => {
  await deleteBackend(services, { userId, ...params });
  return new Response(null, { status: 204 });
});
