import { createSampleProject } from "#lib/projects/create-sample-project.ts";
import { apiRoute } from "../../api-route.ts";

export const POST = apiRoute(async ({ request, services, userId }) => {
  const project = await createSampleProject(services, { userId, signal: request.signal });
  return Response.json(project, { status: 201 });
});
