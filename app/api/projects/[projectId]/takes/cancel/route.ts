import { cancelTakes, takeCancelSchema } from "#lib/projects/cancel-takes.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

export const POST = apiRoute<{ projectId: string }>(async (call) => {
  const { services, userId, params } = call;
  const cancel = await readJson(call.request, takeCancelSchema);
  return Response.json(await cancelTakes(services, { userId, ...params, cancel }));
});
