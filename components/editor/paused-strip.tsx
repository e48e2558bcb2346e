"use client";

import { CirclePause, Play } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useCanEdit, useEditor, useProjectState } from "./editor-context.ts";

/** Says that nothing new is drawn because somebody has paused generation, and lets it go on. */
export function PausedStrip() {
  const { actions } = useEditor();
  const isPaused = useProjectState(({ view }) => view?.project.isPaused ?? false);
  const canEdit = useCanEdit();
  if (!isPaused) return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 border-b border-line bg-raised px-3 py-1 text-xs"
    >
      <CirclePause aria-hidden className="size-3.5 shrink-0 text-muted" />
      <p className="min-w-0 flex-1">
        Generation is paused
        <span className="text-muted max-sm:hidden">
          {" "}
          for this project. What is being drawn goes on to its end.
        </span>
      </p>
      {canEdit ? (
        <Button size="small" icon={<Play aria-hidden />} onClick={() => actions.setPaused(false)}>
          Resume
        </Button>
      ) : null}
    </div>
  );
}
