import { backendCreationSchema } from "#lib/projects/backends/backend-requests.ts";
import { createBackend } from "#lib/projects/backends/create-backend.ts";
import { listBackends } from "#lib/projects/backends/list-backends.ts";
import { apiRoute } from "../../../api-route.ts";
import { readJson } from "../../../read-json.ts";

export const GET = apiRoute<{ workspaceId: string }>(async ({ services, userId, params }) => {
  const list = await listBackends(services, { userId, ...params });
  return Response.json(list, { headers: { "cache-control": "private, no-store" } });
});

export const POST = apiRoute<{ workspaceId: string }>(async (call) => {
  const { services, userId, params, request } = call;
  const creation = await readJson(request, backendCreationSchema);
  const { signal } = request;
  return Response.json(await createBackend(services, { userId, ...params, creation, signal }), {
    status: 201,
  });
});
