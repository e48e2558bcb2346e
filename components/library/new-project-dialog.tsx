"use client";

import dynamic from "next/dynamic";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** Loaded when it is first opened: it brings the records' schemas, which a list of projects has no use for. */
const NewProjectForm = dynamic(
  () => import("./new-project-form.tsx").then((module) => module.NewProjectForm),
  { ssr: false, loading: () => <Skeleton className="h-40" /> },
);

/** Name, frame and rate of a new project; all of it can be changed later. */
export function NewProjectDialog(props: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onClose}
      title="New project"
      description="All of this can be changed later."
    >
      <NewProjectForm />
    </Dialog>
  );
}
