"use client";

import { RefreshCw, RotateCcw, Sparkles, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { segmentStateOf, type SegmentState } from "#lib/core/segment-state.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { PanelProps, TakeProgress } from "./inspector-props.ts";
import { remainingText } from "./words.ts";

const NO_TAKES: readonly never[] = [];
const ICON = "size-3.5";

/** The state of a segment in words, and the one thing to do about it. */
export function SegmentStatus(props: PanelProps & { segment: SequenceSegment }) {
  const { view, segment, progress, canEdit, actions } = props;
  const state = segmentStateOf({
    project: view.project,
    segment,
    takes: view.takesBySegment.get(segment.id) ?? NO_TAKES,
    backends: view.backends,
  });
  if (state.state === "cut") return null;
  const takeProgress = "take" in state ? progress.get(state.take.id) : undefined;
  const { title, detail } = describe(state, takeProgress);
  const isPending =
    state.state === "queued" || state.state === "running" || state.state === "waiting";
  const tone =
    state.state === "failed" ? "text-danger" : state.state === "stale" ? "text-warn" : "";
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-3" aria-live="polite">
      <div>
        <p className={`text-xs font-semibold ${tone}`}>{title}</p>
        {detail === null ? null : <p className="text-xs text-muted">{detail}</p>}
      </div>
      {isPending && state.state !== "waiting" ? (
        <ProgressBar
          tone="select"
          label="Progress of the take"
          fraction={takeProgress?.fraction ?? null}
        />
      ) : null}
      {canEdit ? (
        <div className="flex gap-2">
          <StateAction state={state} segmentId={segment.id} actions={actions} />
        </div>
      ) : null}
    </div>
  );
}

function StateAction(props: {
  state: SegmentState;
  segmentId: string;
  actions: PanelProps["actions"];
}): ReactNode {
  const { state, actions } = props;
  const segmentIds = [props.segmentId];
  switch (state.state) {
    case "cut":
      return null;
    case "empty":
      return (
        <Button
          look="primary"
          icon={<Sparkles className={ICON} aria-hidden />}
          onClick={() => actions.generate({ segmentIds })}
        >
          Generate
        </Button>
      );
    case "queued":
    case "running":
    case "waiting":
      return (
        <Button
          icon={<X className={ICON} aria-hidden />}
          onClick={() => actions.cancelTakes([state.take.id])}
        >
          Cancel
        </Button>
      );
    case "failed":
      return (
        <>
          <Button
            look="primary"
            icon={<RotateCcw className={ICON} aria-hidden />}
            onClick={() => actions.retryTake(state.take.id)}
          >
            Try again
          </Button>
          <Button onClick={() => actions.generate({ segmentIds, force: true })}>New take</Button>
        </>
      );
    case "stale":
      return (
        <Button
          look="primary"
          icon={<RefreshCw className={ICON} aria-hidden />}
          onClick={() => actions.generate({ segmentIds })}
        >
          Regenerate
        </Button>
      );
    case "ready":
      return (
        <Button
          icon={<RefreshCw className={ICON} aria-hidden />}
          onClick={() => actions.generate({ segmentIds, force: true })}
        >
          Redraw
        </Button>
      );
  }
}

function describe(
  state: SegmentState,
  progress: TakeProgress | undefined,
): { title: string; detail: string | null } {
  switch (state.state) {
    case "cut":
      return { title: "Cut", detail: null };
    case "empty":
      return { title: "No take yet", detail: "Until one is drawn, the first drawing holds." };
    case "queued":
      return {
        title: `Take ${state.take.number} is queued`,
        detail: progress?.detail ?? queueText(progress),
      };
    case "running":
      return {
        title: `Drawing take ${state.take.number}`,
        detail: joinDots(
          progress?.detail,
          progress && progress.etaSeconds !== null ? remainingText(progress.etaSeconds) : undefined,
        ),
      };
    case "waiting":
      return {
        title: `Take ${state.take.number} goes on by itself: ${timeText(state.until)}`,
        detail: state.take.status.state === "waiting" ? state.take.status.error.message : null,
      };
    case "failed":
      return { title: `Take ${state.take.number} failed`, detail: state.error.message };
    case "stale":
      return {
        title: `Take ${state.take.number} is stale`,
        detail: "The drawings or settings have changed since it was drawn.",
      };
    case "ready":
      return {
        title: `Take ${state.take.number} is up to date`,
        detail: state.hasClip ? null : "Its clip is being fitted to the new timing.",
      };
  }
}

function queueText(progress: TakeProgress | undefined): string {
  if (!progress || progress.queuePosition === null) return "It starts as soon as a worker is free.";
  return `Position ${progress.queuePosition} in the queue`;
}

function joinDots(...parts: (string | undefined)[]): string | null {
  const text = parts.filter((part) => part !== undefined && part !== "").join(" · ");
  return text === "" ? null : text;
}

/** A quota may be back only tomorrow: another day is named. */
function timeText(iso: string): string {
  const time = new Date(iso);
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString([], {
    hour: "2-digit",
    minute: "2-digit",
    ...(isToday ? {} : { weekday: "long" }),
  });
}
