"use client";

import { useMemo } from "react";
import { useNowMs } from "#components/ui/use-now-ms.ts";
import { NO_HOLDS, takeHoldsOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { useProjectState } from "./editor-context.ts";

const CLOCK_MS = 15_000;

/** What holds queued takes back at the moment; the same object while nothing about it changes. */
export function useTakeHolds(): TakeHolds {
  const isPaused = useProjectState(({ view }) => view?.project.isPaused ?? false);
  const backends = useProjectState(({ view }) => view?.backends);
  const backendStates = useProjectState((state) => state.backendStates);
  const isAnyPending = usePendingCount() > 0;
  const nowMs = useNowMs(CLOCK_MS, isAnyPending);
  return useMemo(
    () =>
      backends ? takeHoldsOf({ project: { isPaused }, backends, backendStates, nowMs }) : NO_HOLDS,
    [isPaused, backends, backendStates, nowMs],
  );
}

/** How many takes are still to come. */
export function usePendingCount(): number {
  return useProjectState(({ view }) => (view ? takeQueueOf(view).takes.length : 0));
}
