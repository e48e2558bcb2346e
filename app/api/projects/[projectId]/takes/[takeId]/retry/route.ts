import { retryTake } from "#lib/projects/retry-take.ts";
import { apiRoute } from "../../../../../api-route.ts";

type Params = { projectId: string; takeId: string };

export const POST = apiRoute<Params>(async ({ services, userId, params }) => {
  await retryTake(services, { userId, ...params });
  return new Response(null, { status: 204 });
});
