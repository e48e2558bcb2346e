import { cancelTrial } from "#lib/projects/backends/cancel-trial.ts";
import { readTrial } from "#lib/projects/backends/read-trial.ts";
import { apiRoute } from "../../../../../../api-route.ts";

type Params = { workspaceId: string; backendId: string; trialId: string };

export const GET = apiRoute<Params>(async ({ services, userId, params }) =>
  Response.json(await readTrial(services, { userId, ...params }), {
    headers: { "cache-control": "private, no-store" },
  }),
);

export const DELETE = apiRoute<Params>(async ({ services, userId, params }) => {
  await cancelTrial(services, { userId, ...params });
  return new Response(null, { status: 204 });
});
