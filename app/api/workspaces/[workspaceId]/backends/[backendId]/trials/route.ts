import { requestTrial } from "#lib/projects/backends/request-trial.ts";
import { apiRoute } from "../../../../../api-route.ts";

type Params = { workspaceId: string; backendId: string };

export const POST = apiRoute<Params>(async ({ services, userId, params }) =>
  Response.json(await requestTrial(services, { userId, ...params }), { status: 202 }),
);
