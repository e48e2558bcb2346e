"use client";

import dynamic from "next/dynamic";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BackendPatch, BackendView } from "#lib/core/backend-settings.ts";

/** Loaded when it is first opened. */
const EditBackendForm = dynamic(
  () => import("./edit-backend-form.tsx").then((module) => module.EditBackendForm),
  { ssr: false, loading: () => <Skeleton className="h-80" /> },
);

export function EditBackendDialog(props: {
  workspaceId: string;
  /** Null is closed. */
  backend: BackendView | null;
  onClose: () => void;
  /** Throws what the server says against it. */
  onSave: (backend: BackendView, patch: BackendPatch) => Promise<void>;
}) {
  const { workspaceId, backend, onClose } = props;
  return (
    <Dialog
      open={backend !== null}
      onOpenChange={onClose}
      closesOnBackdrop={false}
      width="large"
      title={`Edit “${backend?.name ?? ""}”`}
      description="Changes hold for the drawings that are asked for from now on."
    >
      {backend ? (
        <EditBackendForm
          key={backend.id}
          workspaceId={workspaceId}
          backend={backend}
          onClose={onClose}
          onSave={(patch) => props.onSave(backend, patch)}
        />
      ) : null}
    </Dialog>
  );
}
