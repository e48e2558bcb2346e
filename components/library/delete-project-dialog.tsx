"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { ProjectSummary } from "#lib/realtime/browser/api.ts";

export function DeleteProjectDialog(props: {
  /** Null is closed. */
  project: ProjectSummary | null;
  onClose: () => void;
  onDelete: (project: ProjectSummary) => Promise<boolean>;
}) {
  const { project, onClose } = props;
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    if (!project) return;
    setIsBusy(true);
    await props.onDelete(project);
    setIsBusy(false);
    onClose();
  };
  return (
    <Dialog
      open={project !== null}
      onOpenChange={onClose}
      title={`Delete “${project?.name ?? ""}”?`}
      description="Its drawings, takes and films go with it, for everybody. This can’t be undone."
      footer={
        <>
          <Button size="large" onClick={onClose}>
            Keep it
          </Button>
          <Button size="large" look="danger" busy={isBusy} onClick={() => void remove()}>
            Delete project
          </Button>
        </>
      }
    />
  );
}
