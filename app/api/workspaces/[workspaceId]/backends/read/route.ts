import { appReadSchema } from "#lib/projects/backends/backend-requests.ts";
import { readApp } from "#lib/projects/backends/read-app.ts";
import { apiRoute } from "../../../../api-route.ts";
import { readJson } from "../../../../read-json.ts";

export const POST = apiRoute<{ workspaceId: string }>(async (call) => {
  const { services, userId, params } = call;
  const request = await readJson(call.request, appReadSchema);
  const { signal } = call.request;
  return Response.json(await readApp(services, { userId, ...params, request, signal }));
});
