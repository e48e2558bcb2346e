import { planRequest } from "#lib/projects/plan-request.ts";
import { takeRequestSchema } from "#lib/projects/take-request.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

export const POST = apiRoute<{ projectId: string }>(async (call) => {
  const { services, userId, params } = call;
  const request = await readJson(call.request, takeRequestSchema);
  return Response.json(await planRequest(services, { userId, ...params, request }));
});
