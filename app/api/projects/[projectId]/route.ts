import { deleteProject } from "#lib/projects/delete-project.ts";
import { apiRoute } from "../../api-route.ts";

export const DELETE = apiRoute<{ projectId: string }>(async ({ services, userId, params }) => {
  await deleteProject(services, { userId, projectId: params.projectId });
  return new Response(null, { status: 204 });
});
