import { moveTakesToFront, takesFrontSchema } from "#lib/projects/move-takes-to-front.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

export const POST = apiRoute<{ projectId: string }>(async (call) => {
  const { services, userId, params } = call;
  const { takeIds } = await readJson(call.request, takesFrontSchema);
  return Response.json(await moveTakesToFront(services, { userId, ...params, takeIds }));
});
