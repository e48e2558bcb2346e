import * as z from "zod/mini";
import { projectSchema } from "#lib/core/project.ts";
import { renameProject } from "#lib/projects/rename-project.ts";
import { apiRoute } from "../../../api-route.ts";
import { readJson } from "../../../read-json.ts";

const nameRequestSchema = z.strictObject({ name: projectSchema.shape.name });

export const POST = apiRoute<{ projectId: string }>(
  async ({ request, services, userId, params }) => {
    const { name } = await readJson(request, nameRequestSchema);
    await renameProject(services, { userId, projectId: params.projectId, name });
    return new Response(null, { status: 204 });
  },
);
