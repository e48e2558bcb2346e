import { backendOrderSchema } from "#lib/projects/backends/backend-requests.ts";
import { orderBackends } from "#lib/projects/backends/order-backends.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

export const POST = apiRoute<{ workspaceId: string }>(
  async ({ request, services, userId, params }) => {
    const { ids } = await readJson(request, backendOrderSchema);
    await orderBackends(services, { userId, ...params, ids });
    return new Response(null, { status: 204 });
  },
);
