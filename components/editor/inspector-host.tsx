"use client";

import { Inspector } from "#components/inspector/inspector.tsx";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";

/** The inspector with what the editor gives it. */
export function InspectorHost() {
  const { projectId, store, actions } = useEditor();
  const canEdit = useCanEdit();
  const view = useProjectState((project) => project.view);
  const progress = useProjectState((project) => project.progress);
  const selection = useEditorState((editor) => editor.selection);
  if (!view) return null;
  return (
    <Inspector
      projectId={projectId}
      view={view}
      selection={selection}
      progress={progress}
      canEdit={canEdit}
      commit={(edit) => store.commit(edit)}
      actions={actions}
    />
  );
}
