import { renderRequestSchema, requestRender } from "#lib/projects/request-render.ts";
import { apiRoute } from "../../../api-route.ts";
import { readJson } from "../../../read-json.ts";

export const POST = apiRoute<{ projectId: string }>(
  async ({ request, services, userId, params }) => {
    const { allowMissing = false } = await readJson(request, renderRequestSchema);
    const render = await requestRender(services, { userId, ...params, allowMissing });
    return Response.json(render, { status: 202 });
  },
);
