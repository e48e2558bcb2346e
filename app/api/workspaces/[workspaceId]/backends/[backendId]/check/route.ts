import { checkBackend } from "#lib/projects/backends/check-backend.ts";
import { apiRoute } from "../../../../../api-route.ts";

export const POST = apiRoute<{ workspaceId: string; backendId: string }>(
  async ({ request, services, userId, params }) => {
    const { signal } = request;
    return Response.json(await checkBackend(services, { userId, ...params, signal }));
  },
);
