import { Library } from "#components/library/library.tsx";
import { listProjects } from "#lib/projects/list-projects.ts";
import { listWorkspaces } from "#lib/projects/list-workspaces.ts";
import { services } from "#lib/projects/services.ts";
import { requirePageUser } from "./page-user.ts";

export const dynamic = "force-dynamic";

export default async function LibraryPage() {
  const user = await requirePageUser("/");
  const projects = await listProjects(services(), { userId: user.id });
  const [workspace = null] = await listWorkspaces(services(), { userId: user.id });
  return (
    <Library
      projects={projects}
      workspace={workspace}
      userName={user.name}
      nowIso={new Date().toISOString()}
    />
  );
}
