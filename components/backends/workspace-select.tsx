"use client";

import { useRouter } from "next/navigation";
import { backendsHref } from "#components/library/library-header.tsx";
import { Select } from "#components/ui/select.tsx";

export type WorkspaceSummary = { readonly id: string; readonly name: string };

/** Goes to the backends of another of the person's workspaces. */
export function WorkspaceSelect(props: {
  workspaceId: string;
  workspaces: readonly WorkspaceSummary[];
}) {
  const router = useRouter();
  return (
    <div className="w-80 max-sm:w-full">
      <Select
        label="Workspace"
        value={props.workspaceId}
        options={props.workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        onEdit={(id) => router.push(backendsHref(id))}
      />
    </div>
  );
}
