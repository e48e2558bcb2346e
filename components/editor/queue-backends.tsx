"use client";

import { Clock } from "lucide-react";
import { backendProblem, backendStanding } from "#components/inspector/backend-words.ts";
import { estimateText } from "#components/inspector/words.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import { askedBackendOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useProjectState } from "./editor-context.ts";

/** Each backend that has work: how much is drawn and waits, how long it will take, and what holds it up. */
export function QueueBackends(props: { view: ProjectView; holds: TakeHolds; nowMs: number }) {
  const { view, holds, nowMs } = props;
  const backendStates = useProjectState((state) => state.backendStates);
  const counts = countsOf(view);
  return (
    <ul aria-label="Backends at work" className="border-b border-line px-3 py-2 empty:hidden">
      {[...counts].map(([backendId, { drawing, inLine }]) => {
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
              <p className="flex gap-1.5 text-2xs text-muted">
                <Clock aria-hidden className="mt-0.5 size-3 shrink-0" />
                <span>
                  {capital(standing)}
                  {problem === "" ? "" : `. ${problem}`}
                </span>
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function countsOf(view: ProjectView): Map<string, { drawing: number; inLine: number }> {
  const counts = new Map<string, { drawing: number; inLine: number }>();
  for (const take of takeQueueOf(view).takes) {
    const isDrawing = take.status.state === "running";
    // What is being drawn counts where it is drawn, what waits where it was asked for.
    const backendId = isDrawing ? take.recipe.backendId : askedBackendOf(take);
    const count = counts.get(backendId) ?? { drawing: 0, inLine: 0 };
    if (isDrawing) count.drawing += 1;
    else count.inLine += 1;
    counts.set(backendId, count);
  }
  return counts;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
