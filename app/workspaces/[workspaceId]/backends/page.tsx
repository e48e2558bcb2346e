import { notFound } from "next/navigation";
import { BackendsPage } from "#components/backends/backends-page.tsx";
import { listBackends } from "#lib/projects/backends/list-backends.ts";
import { listWorkspaces } from "#lib/projects/list-workspaces.ts";
import { services } from "#lib/projects/services.ts";
import { requirePageUser } from "../../../page-user.ts";

export const dynamic = "force-dynamic";
export const metadata = { title: "Backends · Genga" };

export default async function WorkspaceBackendsPage(props: {
  params: Promise<{ workspaceId: string }>;
}) {
  const { workspaceId } = await props.params;
  if (!/^[A-Za-z0-9_-]{8,64}$/.test(workspaceId)) notFound();
  const user = await requirePageUser(`/workspaces/${workspaceId}/backends`);
  const workspaces = await listWorkspaces(services(), { userId: user.id });
  if (!workspaces.some(({ id }) => id === workspaceId)) notFound();
  const first = await listBackends(services(), { userId: user.id, workspaceId });
  return (
    <BackendsPage
      key={workspaceId}
      workspaceId={workspaceId}
      workspaces={workspaces}
      userName={user.name}
      first={first}
    />
  );
}
