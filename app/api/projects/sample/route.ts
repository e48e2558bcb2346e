import { createSampleProject } from "#lib/projects/create-sample-project.ts";
import { apiRoute } from "../../api-route.ts";

export const POST = apiRoute(async ({ services, userId }) => {
  const project = await createSampleProject(services, { userId });
  return Response.json(project, { status: 201 });
});
