"use client";

import { CirclePause, ListOrdered } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { failedTakesOf } from "./failed-takes.ts";
import { usePendingCount } from "./use-take-holds.ts";

/** The queue gives the focus back to it. */
export const QUEUE_BUTTON_ID = "queue-button";

/** How much is still to come and what failed; opens the queue. */
export function QueueButton() {
  const { state } = useEditor();
  const isOpen = useEditorState((editor) => editor.isQueueOpen);
  const isPaused = useProjectState(({ view }) => view?.project.isPaused ?? false);
  const count = usePendingCount();
  const failedCount = useProjectState(({ view }) => (view ? failedTakesOf(view).length : 0));
  if (count === 0 && failedCount === 0 && !isOpen) return null;
  const Icon = isPaused ? CirclePause : ListOrdered;
  return (
    <Button
      id={QUEUE_BUTTON_ID}
      look={isOpen ? "default" : "quiet"}
      aria-expanded={isOpen}
      aria-label={[
        `Queue, ${count.toLocaleString("en")} to come`,
        failedCount > 0 ? `${failedCount.toLocaleString("en")} failed` : "",
        isPaused ? "paused" : "",
      ]
        .filter((part) => part !== "")
        .join(", ")}
      icon={<Icon aria-hidden />}
      onClick={() => state.setState({ isQueueOpen: !isOpen })}
    >
      <span className="max-md:hidden">Queue</span>
      {count > 0 ? <span className="tabular-nums">{count.toLocaleString("en")}</span> : null}
      {failedCount > 0 ? (
        <>
          <span className="text-danger tabular-nums max-sm:hidden">
            {failedCount.toLocaleString("en")} failed
          </span>
          <span aria-hidden className="size-1.5 rounded-full bg-danger sm:hidden" />
        </>
      ) : null}
    </Button>
  );
}
