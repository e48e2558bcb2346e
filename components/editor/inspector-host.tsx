"use client";

import { Inspector } from "#components/inspector/inspector.tsx";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { useTakeHolds } from "./use-take-holds.ts";

/** The inspector with what the editor gives it. */
export function InspectorHost() {
  const { projectId, workspaceId, store, actions } = useEditor();
  const canEdit = useCanEdit();
  const view = useProjectState((project) => project.view);
  const progress = useProjectState((project) => project.progress);
  const backendStates = useProjectState((project) => project.backendStates);
  const holds = useTakeHolds();
  const selection = useEditorState((editor) => editor.selection);
  if (!view) return null;
  return (
    <Inspector
      projectId={projectId}
      workspaceId={workspaceId}
      view={view}
      selection={selection}
      progress={progress}
      backendStates={backendStates}
      holds={holds}
      canEdit={canEdit}
      commit={(edit) => store.commit(edit)}
      actions={actions}
    />
  );
}
