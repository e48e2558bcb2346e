import { notFound } from "next/navigation";
import { EditorLoader } from "#components/editor/editor-loader.tsx";
import { requireAccess } from "#lib/auth/access.ts";
import { GengaError } from "#lib/core/errors.ts";
import { services } from "#lib/projects/services.ts";
import { requirePageUser } from "../../page-user.ts";

export const dynamic = "force-dynamic";

export default async function ProjectPage(props: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await props.params;
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(projectId)) notFound();
  const user = await requirePageUser(`/projects/${projectId}`);
  const workspaceId = await workspaceOf({ userId: user.id, projectId });
  return <EditorLoader projectId={projectId} workspaceId={workspaceId} />;
}

async function workspaceOf(options: { userId: string; projectId: string }): Promise<string> {
  const { database } = services();
  try {
    const access = await requireAccess({ ...options, database, permission: "project:view" });
    return access.workspaceId;
  } catch (error) {
    if (error instanceof GengaError && error.code === "not-found") notFound();
    throw error;
  }
}
