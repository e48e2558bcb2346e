"use client";

import { CircleAlert } from "lucide-react";
import {
  backendProblem,
  backendsPath,
  backendStanding,
} from "#components/inspector/backend-words.ts";
import { estimateText } from "#components/inspector/words.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import { askedBackendOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useCanEdit, useEditor, useProjectState } from "./editor-context.ts";

const LINK = "rounded-sm text-select underline-offset-2 hover:underline";

/** Each backend that has work: how much is drawn and waits, how long it will take, and what holds it up. */
export function QueueBackends(props: { view: ProjectView; holds: TakeHolds; nowMs: number }) {
  const { view, holds, nowMs } = props;
  const { workspaceId, actions } = useEditor();
  const canEdit = useCanEdit();
  const backendStates = useProjectState((state) => state.backendStates);
  const counts = countsOf(view);
  return (
    <ul aria-label="Backends at work" className="border-b border-line px-3 py-2 empty:hidden">
      {[...counts].map(([backendId, { drawing, inLine, waitingId }]) => {
        const state = backendStates.get(backendId);
        const standing = backendStanding(state, nowMs);
        const problem = backendProblem(state, nowMs);
        const isHeld = holds.isPaused || holds.byBackend.has(backendId);
        const estimateMs =
          isHeld || inLine === 0 || state?.meanDrawMs == null
            ? null
            : Math.ceil(inLine / state.concurrency) * state.meanDrawMs;
        return (
          <li key={backendId} className="py-0.5 text-xs">
            <p className="flex items-baseline gap-2">
              <span className="min-w-0 truncate font-medium">
                {view.backends.get(backendId)?.name ?? "A backend that was removed"}
              </span>
              <span className="min-w-0 flex-1 truncate text-right text-2xs text-muted tabular-nums">
                {[
                  drawing > 0 ? `${drawing.toLocaleString("en")} drawing` : "",
                  inLine > 0 ? `${inLine.toLocaleString("en")} in line` : "",
                  estimateMs === null ? "" : estimateText(estimateMs),
                ]
                  .filter((part) => part !== "")
                  .join(" · ")}
              </span>
            </p>
            {standing === "" ? null : (
              <div className="flex gap-1.5 pb-1 text-2xs text-muted">
                <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0 text-warn" />
                <div className="min-w-0">
                  <p>
                    {capital(standing)}.{problem === "" ? "" : ` ${problem}`}
                  </p>
                  <p className="flex gap-3">
                    {canEdit && waitingId !== null && !holds.isPaused ? (
                      <button
                        type="button"
                        className={LINK}
                        onClick={() => actions.retryTake(waitingId)}
                      >
                        Try now
                      </button>
                    ) : null}
                    <a href={backendsPath(workspaceId)} className={LINK}>
                      Open backend settings
                    </a>
                  </p>
                </div>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

type Count = {
  drawing: number;
  inLine: number;
  /** A take that was told to wait: with it the backend can be tried again. */
  waitingId: string | null;
};

function countsOf(view: ProjectView): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const take of takeQueueOf(view).takes) {
    const isDrawing = take.status.state === "running";
    // What is being drawn counts where it is drawn, what waits where it was asked for.
    const backendId = isDrawing ? take.recipe.backendId : askedBackendOf(take);
    const count = counts.get(backendId) ?? { drawing: 0, inLine: 0, waitingId: null };
    if (isDrawing) count.drawing += 1;
    else count.inLine += 1;
    if (take.status.state === "waiting") count.waitingId ??= take.id;
    counts.set(backendId, count);
  }
  return counts;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
