import { createProject, newProjectSchema } from "#lib/projects/create-project.ts";
import { listProjects } from "#lib/projects/list-projects.ts";
import { apiRoute } from "../api-route.ts";
import { readJson } from "../read-json.ts";

export const GET = apiRoute(async ({ services, userId }) => {
  const projects = await listProjects(services, { userId });
  return Response.json({ projects }, { headers: { "cache-control": "private, no-store" } });
});

export const POST = apiRoute(async ({ request, services, userId }) => {
  const fields = await readJson(request, newProjectSchema);
  return Response.json(await createProject(services, { userId, fields }), { status: 201 });
});
