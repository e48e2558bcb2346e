import { readLocalBackend } from "#lib/projects/local-backend/read-local-backend.ts";
import { removeLocalBackend } from "#lib/projects/local-backend/remove-local-backend.ts";
import {
  localBackendRequestSchema,
  setUpLocalBackend,
} from "#lib/projects/local-backend/set-up-local-backend.ts";
import { apiRoute } from "../../../api-route.ts";
import { readJson } from "../../../read-json.ts";

export const GET = apiRoute<{ workspaceId: string }>(async ({ services, userId, params }) =>
  Response.json(await readLocalBackend(services, { userId, ...params })),
);

export const POST = apiRoute<{ workspaceId: string }>(async (call) => {
  const { services, userId, params, request } = call;
  const { action } = await readJson(request, localBackendRequestSchema);
  return Response.json(await setUpLocalBackend(services, { userId, ...params, action }));
});

export const DELETE = apiRoute<{ workspaceId: string }>(async ({ services, userId, params }) =>
  Response.json(await removeLocalBackend(services, { userId, ...params })),
);
