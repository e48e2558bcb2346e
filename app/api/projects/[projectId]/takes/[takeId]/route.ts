import { deleteTake } from "#lib/projects/delete-take.ts";
import { apiRoute } from "../../../../api-route.ts";

type Params = { projectId: string; takeId: string };

export const DELETE = apiRoute<Params>(async ({ services, userId, params }) => {
  await deleteTake(services, { userId, ...params });
  return new Response(null, { status: 204 });
});
