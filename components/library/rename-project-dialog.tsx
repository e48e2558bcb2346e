"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FIELD_CLASSES } from "#components/ui/field.tsx";
import { LIMITS } from "#lib/core/limits.ts";
import type { ProjectSummary } from "#lib/realtime/browser/api.ts";

export function RenameProjectDialog(props: {
  /** Null is closed. */
  project: ProjectSummary | null;
  onClose: () => void;
  onRename: (project: ProjectSummary, name: string) => Promise<boolean>;
}) {
  const { project, onClose } = props;
  return (
    <Dialog open={project !== null} onOpenChange={onClose} title="Rename project">
      {project ? (
        <RenameForm
          project={project}
          onRename={async (name) => {
            await props.onRename(project, name);
            onClose();
          }}
        />
      ) : null}
    </Dialog>
  );
}

function RenameForm(props: { project: ProjectSummary; onRename: (name: string) => Promise<void> }) {
  const [name, setName] = useState(props.project.name);
  const [isBusy, setIsBusy] = useState(false);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setIsBusy(true);
        void props.onRename(name.trim());
      }}
    >
      <input
        aria-label="Name"
        value={name}
        autoFocus
        autoComplete="off"
        maxLength={LIMITS.nameChars}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
        className={`${FIELD_CLASSES} h-9 px-3 text-sm`}
      />
      <Button
        type="submit"
        look="primary"
        size="large"
        busy={isBusy}
        disabled={name.trim() === ""}
        className="self-end"
      >
        Rename
      </Button>
    </form>
  );
}
