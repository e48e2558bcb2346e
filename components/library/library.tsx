"use client";

import { Clapperboard, Plus, Sparkles } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { GengaError } from "#lib/core/errors.ts";
import {
  createSampleProject,
  deleteProject,
  renameProject,
  type ProjectSummary,
} from "#lib/realtime/browser/api.ts";
import { DeleteProjectDialog } from "./delete-project-dialog.tsx";
import { LibraryHeader } from "./library-header.tsx";
import { LocalOffer } from "./local-offer.tsx";
import { NewProjectDialog } from "./new-project-dialog.tsx";
import { ProjectCard } from "./project-card.tsx";
import { RenameProjectDialog } from "./rename-project-dialog.tsx";

/** Up to here the library is new to its person, and there is room for an offer. */
const FEW_PROJECTS = 1;

/** Every project of the person, the newest edit first. */
export function Library(props: {
  projects: readonly ProjectSummary[];
  /** Whose backends are linked to; null for somebody who belongs to none. */
  workspace: { readonly id: string; readonly canManage: boolean } | null;
  userName: string;
  nowIso: string;
}) {
  const [projects, setProjects] = useState(props.projects);
  const [dialog, setDialog] = useState<
    { type: "new" } | { type: "rename" | "delete"; project: ProjectSummary } | null
  >(null);
  const [isOpeningSample, setIsOpeningSample] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  /** @returns whether it worked; what went wrong is shown above the projects. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(error instanceof GengaError ? error.userMessage : "That did not work. Try again.");
      return false;
    }
  };
  const openSample = async () => {
    setIsOpeningSample(true);
    const isOpen = await attempt(async () => {
      location.assign(`/projects/${(await createSampleProject()).id}`);
    });
    if (!isOpen) setIsOpeningSample(false);
  };
  const rename = (project: ProjectSummary, name: string) =>
    attempt(async () => {
      await renameProject(project.id, name);
      setProjects((all) => all.map((one) => (one.id === project.id ? { ...one, name } : one)));
    });
  const remove = (project: ProjectSummary) =>
    attempt(async () => {
      await deleteProject(project.id);
      setProjects((all) => all.filter((one) => one.id !== project.id));
    });
  const close = () => setDialog(null);
  const sampleButton = (
    <Button
      size="large"
      busy={isOpeningSample}
      icon={<Sparkles aria-hidden className="size-4" />}
      onClick={() => void openSample()}
    >
      Open the sample story
    </Button>
  );
  const newButton = (
    <Button
      look="primary"
      size="large"
      icon={<Plus aria-hidden className="size-4" />}
      onClick={() => setDialog({ type: "new" })}
    >
      New project
    </Button>
  );

  return (
    <div className="min-h-dvh">
      <LibraryHeader
        userName={props.userName}
        workspaceId={props.workspace?.id ?? null}
        current="projects"
      />
      <main className="mx-auto max-w-6xl px-4 pt-6 pb-16 sm:px-8">
        <div className="mb-5 flex flex-wrap items-center gap-2">
          <h1 className="mr-auto text-xl font-semibold max-sm:w-full">Projects</h1>
          {projects.length > 0 ? (
            <>
              {sampleButton}
              {newButton}
            </>
          ) : null}
        </div>
        {problem === null ? null : (
          <p role="alert" className="mb-4 rounded-md bg-danger/15 px-3 py-2 text-xs">
            {problem}
          </p>
        )}
        {projects.length === 0 ? (
          <EmptyState
            icon={<Clapperboard aria-hidden strokeWidth={1.4} />}
            title="No projects yet"
            actions={
              <>
                {newButton}
                {sampleButton}
              </>
            }
          >
            Start with your own key drawings, or open the sample story to see how a film comes
            together.
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-x-4 gap-y-6">
            {projects.map((project) => (
              <ProjectCard
                key={project.id}
                project={project}
                nowMs={Date.parse(props.nowIso)}
                onRename={() => setDialog({ type: "rename", project })}
                onDelete={() => setDialog({ type: "delete", project })}
              />
            ))}
          </ul>
        )}
        {props.workspace?.canManage === true && projects.length <= FEW_PROJECTS ? (
          <LocalOffer workspaceId={props.workspace.id} />
        ) : null}
      </main>
      <NewProjectDialog open={dialog?.type === "new"} onClose={close} />
      <RenameProjectDialog
        project={dialog?.type === "rename" ? dialog.project : null}
        onClose={close}
        onRename={rename}
      />
      <DeleteProjectDialog
        project={dialog?.type === "delete" ? dialog.project : null}
        onClose={close}
        onDelete={remove}
      />
    </div>
  );
}
