"use client";

import { ArrowUpToLine, CirclePause, ListOrdered, Play, X } from "lucide-react";
import { useMemo, type KeyboardEvent } from "react";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useNowMs } from "#components/ui/use-now-ms.ts";
import type { Take } from "#lib/core/take.ts";
import { askedBackendOf } from "#lib/core/take-outlook.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { failedTakesOf } from "./failed-takes.ts";
import { QueueBackends } from "./queue-backends.tsx";
import { QUEUE_BUTTON_ID } from "./queue-button.tsx";
import { QueueFailed } from "./queue-failed.tsx";
import { QueueRow } from "./queue-row.tsx";
import { pendingOfSelection } from "./segment-choices.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useTakeHolds } from "./use-take-holds.ts";

/** As many as anybody looks through; what comes behind them is counted. */
const MAX_ROWS = 200;
const CLOCK_MS = 15_000;
const NO_TAKES: readonly Take[] = [];

/** What is being drawn, what comes next and what failed, and what leads it: pause, to the front, cancel, try again. */
export function QueuePanel() {
  const { state, actions } = useEditor();
  const view = useProjectState((project) => project.view);
  const selection = useEditorState((editor) => editor.selection);
  const canEdit = useCanEdit();
  const holds = useTakeHolds();
  const nowMs = useNowMs(CLOCK_MS);
  const keptFocus = useKeptFocus<HTMLElement>();
  const segments = useMemo(
    () => new Map(view?.sequence.segments.map((segment) => [segment.id, segment])),
    [view?.sequence],
  );
  const takes = view ? takeQueueOf(view).takes : NO_TAKES;
  const namesBackend = useMemo(() => new Set(takes.map(askedBackendOf)).size > 1, [takes]);
  if (!view) return null;
  const { places } = takeQueueOf(view);
  const { isPaused } = view.project;
  const failed = failedTakesOf(view);
  const movable = pendingOfSelection(view, selection);
  const restCount = takes.length - MAX_ROWS;
  const close = () => {
    state.setState({ isQueueOpen: false });
    document.getElementById(QUEUE_BUTTON_ID)?.focus();
  };
  return (
    <section
      {...keptFocus}
      aria-label="Queue"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          close();
        } else moveFocus(event);
      }}
      className="absolute top-2 right-2 z-30 flex max-h-[calc(100%-16px)] w-96 max-w-[calc(100%-16px)] animate-in flex-col overflow-hidden rounded-lg bg-panel shadow-float outline-none max-sm:fixed max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:max-h-[70dvh] max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none"
    >
      <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-1.5 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-xs font-semibold" role="status">
          {takes.length === 0 ? "Queue" : countOf(takes.length, "take")}
          {isPaused ? ", paused" : takes.length === 0 ? "" : " to come"}
        </h2>
        {canEdit ? (
          <>
            <Button
              size="small"
              look={isPaused ? "default" : "quiet"}
              icon={isPaused ? <Play aria-hidden /> : <CirclePause aria-hidden />}
              onClick={() => actions.setPaused(!isPaused)}
            >
              {isPaused ? "Resume" : "Pause"}
            </Button>
            {takes.length > 0 ? (
              <Button size="small" look="quiet" onClick={actions.cancelAll}>
                Cancel all
              </Button>
            ) : null}
          </>
        ) : null}
        <IconButton
          size="small"
          label="Close the queue"
          shortcut="Q"
          icon={<X />}
          onClick={close}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {takes.length > 0 ? (
          <QueueBackends view={view} holds={holds} nowMs={nowMs} />
        ) : failed.length === 0 ? (
          <EmptyState icon={<ListOrdered aria-hidden />} title="Nothing to come">
            Takes that are asked for wait here for their turn.
          </EmptyState>
        ) : null}
        {canEdit && movable.length > 0 ? (
          <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
            <p className="min-w-0 flex-1 truncate text-2xs text-muted">
              {countOf(movable.length, "take")} of the selection
            </p>
            <Button
              size="small"
              icon={<ArrowUpToLine aria-hidden />}
              onClick={() => actions.moveToFront(movable)}
            >
              Move selected to front
            </Button>
          </div>
        ) : null}
        {takes.length > 0 ? (
          <ol aria-label="Takes to come" className="py-1">
            {takes.slice(0, MAX_ROWS).map((take) => (
              <QueueRow
                key={take.id}
                take={take}
                segment={segments.get(take.segmentId)}
                place={places.get(take.id)}
                backends={view.backends}
                namesBackend={namesBackend}
                holds={holds}
                canEdit={canEdit}
                nowMs={nowMs}
              />
            ))}
          </ol>
        ) : null}
        {restCount > 0 ? (
          <p className="px-3 pb-2 text-2xs text-muted">and {restCount.toLocaleString("en")} more</p>
        ) : null}
        <QueueFailed takes={failed} segments={segments} maxRows={MAX_ROWS} canEdit={canEdit} />
      </div>
    </section>
  );
}

/** The arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-queue-row]")];
  const current = rows.findIndex(
    (row) => row.closest("li")?.contains(document.activeElement) === true,
  );
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = current < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, current + step));
  rows[next]?.focus();
}
