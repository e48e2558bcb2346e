"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { EmptyProject } from "./empty-project.tsx";
import { loopRangeOf } from "./loop-range.ts";

const Preview = dynamic(
  () => import("#components/preview/preview.tsx").then((module) => module.Preview),
  { ssr: false },
);

/** The preview with what the editor gives it; a project without drawings shows where they go instead. */
export function PreviewHost(props: { onPick: () => void }) {
  const { projectId, playhead, controller, actions } = useEditor();
  const canEdit = useCanEdit();
  const view = useProjectState((project) => project.view);
  const comparison = useEditorState((editor) => editor.comparison);
  const selection = useEditorState((editor) => editor.selection);
  const loopRange = useMemo(() => (view ? loopRangeOf(view, selection) : null), [view, selection]);
  if (view?.sequence.keyframes.length === 0) {
    return <EmptyProject canEdit={canEdit} onPick={props.onPick} />;
  }
  return (
    <Preview
      projectId={projectId}
      view={view}
      playhead={playhead}
      controller={controller}
      loopRange={loopRange}
      comparison={comparison}
      onComparisonClose={() => actions.compareTakes(null)}
      className="h-full"
    />
  );
}
