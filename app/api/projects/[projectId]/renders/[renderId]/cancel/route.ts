import { cancelRender } from "#lib/projects/cancel-render.ts";
import { apiRoute } from "../../../../../api-route.ts";

type Params = { projectId: string; renderId: string };

export const POST = apiRoute<Params>(async ({ services, userId, params }) => {
  await cancelRender(services, { userId, ...params });
  return new Response(null, { status: 204 });
});
