"use client";

import { ArrowUpToLine, CirclePause, ListOrdered, Play, X } from "lucide-react";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useNowMs } from "#components/ui/use-now-ms.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useCanEdit, useEditor, useEditorState, useProjectState } from "./editor-context.ts";
import { QueueBackends } from "./queue-backends.tsx";
import { QUEUE_BUTTON_ID } from "./queue-button.tsx";
import { QueueRow } from "./queue-row.tsx";
import { pendingOfSelection } from "./segment-choices.ts";
import { useTakeHolds } from "./use-take-holds.ts";

/** As many as anybody looks through; what comes behind them is counted. */
const MAX_ROWS = 200;
const CLOCK_MS = 15_000;

/** What is being drawn and what comes next, in order, and what leads it: pause, to the front, cancel. */
export function QueuePanel() {
  const { state, actions } = useEditor();
  const view = useProjectState((project) => project.view);
  const selection = useEditorState((editor) => editor.selection);
  const canEdit = useCanEdit();
  const holds = useTakeHolds();
  const nowMs = useNowMs(CLOCK_MS);
  const panel = useRef<HTMLElement>(null);
  const hasFocus = useRef(false);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  // A row that had the focus may be drawn by now, and gone; the keyboard stays in the panel.
  useEffect(() => {
    if (hasFocus.current && document.activeElement === document.body) {
      panel.current?.focus({ preventScroll: true });
    }
  });
  const indices = useMemo(
    () => new Map(view?.sequence.segments.map(({ id, index }) => [id, index])),
    [view?.sequence],
  );
  if (!view) return null;
  const { takes, places } = takeQueueOf(view);
  const { isPaused } = view.project;
  const movable = pendingOfSelection(view, selection);
  const restCount = takes.length - MAX_ROWS;
  const close = () => {
    state.setState({ isQueueOpen: false });
    document.getElementById(QUEUE_BUTTON_ID)?.focus();
  };
  return (
    <section
      ref={panel}
      aria-label="Queue"
      tabIndex={-1}
      onFocus={() => {
        hasFocus.current = true;
      }}
      onBlur={(event) => {
        // A button that goes or is switched off under the focus gives it to nobody.
        hasFocus.current = !event.target.isConnected || event.target.matches(":disabled");
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
        else moveFocus(event);
      }}
      className="absolute top-2 right-2 z-30 flex max-h-[calc(100%-16px)] w-96 max-w-[calc(100%-16px)] animate-in flex-col overflow-hidden rounded-lg bg-panel shadow-float outline-none max-sm:fixed max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:max-h-[70dvh] max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none"
    >
      <header className="flex h-10 shrink-0 items-center gap-1 border-b border-line pr-1 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-xs font-semibold" role="status">
          {takes.length === 0 ? "Queue" : `${countOf(takes.length, "take")} to come`}
          {isPaused ? <span className="font-normal text-muted"> · paused</span> : null}
        </h2>
        {canEdit ? (
          <>
            <Button
              size="small"
              look="quiet"
              icon={isPaused ? <Play aria-hidden /> : <CirclePause aria-hidden />}
              onClick={() => actions.setPaused(!isPaused)}
            >
              {isPaused ? "Resume" : "Pause"}
            </Button>
            <Button
              size="small"
              look="quiet"
              disabled={takes.length === 0}
              onClick={actions.cancelAll}
            >
              Cancel all
            </Button>
          </>
        ) : null}
        <IconButton size="small" label="Close the queue" icon={<X />} onClick={close} />
      </header>
      {takes.length === 0 ? (
        <EmptyState icon={<ListOrdered aria-hidden />} title="Nothing to come">
          Takes that are asked for wait here for their turn.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <QueueBackends view={view} holds={holds} nowMs={nowMs} />
          {canEdit && movable.length > 0 ? (
            <div className="border-b border-line px-3 py-1.5">
              <Button
                size="small"
                icon={<ArrowUpToLine aria-hidden />}
                onClick={() => actions.moveToFront(movable)}
              >
                Move selected to front
              </Button>
            </div>
          ) : null}
          <ol aria-label="Takes to come" className="py-1">
            {takes.slice(0, MAX_ROWS).map((take) => (
              <QueueRow
                key={take.id}
                take={take}
                segmentIndex={indices.get(take.segmentId)}
                place={places.get(take.id)}
                backends={view.backends}
                holds={holds}
                canEdit={canEdit}
                nowMs={nowMs}
              />
            ))}
          </ol>
          {restCount > 0 ? (
            <p className="px-3 pb-2 text-2xs text-muted">
              and {restCount.toLocaleString("en")} more
            </p>
          ) : null}
        </div>
      )}
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
