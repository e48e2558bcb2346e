"use client";

import { CirclePause, ListOrdered } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { usePendingCount } from "./use-take-holds.ts";

/** The queue gives the focus back to it. */
export const QUEUE_BUTTON_ID = "queue-button";

/** How much is still to come; opens the queue. */
export function QueueButton() {
  const { state } = useEditor();
  const isOpen = useEditorState((editor) => editor.isQueueOpen);
  const isPaused = useProjectState(({ view }) => view?.project.isPaused ?? false);
  const count = usePendingCount();
  if (count === 0 && !isOpen) return null;
  const Icon = isPaused ? CirclePause : ListOrdered;
  return (
    <Button
      id={QUEUE_BUTTON_ID}
      look={isOpen ? "default" : "quiet"}
      aria-expanded={isOpen}
      aria-label={`Queue, ${count.toLocaleString("en")} to come${isPaused ? ", paused" : ""}`}
      icon={<Icon aria-hidden />}
      onClick={() => state.setState({ isQueueOpen: !isOpen })}
    >
      <span className="max-md:hidden">Queue</span>
      <span className="tabular-nums">{count.toLocaleString("en")}</span>
    </Button>
  );
}
