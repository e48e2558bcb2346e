"use client";

import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { segmentStateOf, type SegmentState } from "#lib/core/segment-state.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import type { PanelProps } from "./inspector-props.ts";
import { pendingWordsOf } from "./pending-words.ts";
import { SegmentActions } from "./segment-actions.tsx";

const NO_TAKES: readonly never[] = [];

/** The state of a segment in words, and what to do about it. */
export function SegmentStatus(props: PanelProps & { segment: SequenceSegment }) {
  const { view, segment, progress, canEdit } = props;
  const state = segmentStateOf({
    project: view.project,
    segment,
    takes: view.takesBySegment.get(segment.id) ?? NO_TAKES,
    backends: view.backends,
  });
  if (state.state === "cut") return null;
  const { title, detail } = describe(state, props);
  const fraction = "take" in state ? (progress.get(state.take.id)?.fraction ?? null) : null;
  const tone =
    state.state === "failed" ? "text-danger" : state.state === "stale" ? "text-warn" : "";
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-3" aria-live="polite">
      <div>
        <p className={`text-xs font-semibold ${tone}`}>{title}</p>
        {detail.map((line) => (
          <p key={line} className="mt-0.5 text-xs text-muted tabular-nums">
            {line}
          </p>
        ))}
      </div>
      {state.state === "running" ? (
        <ProgressBar tone="select" label="Progress of the take" fraction={fraction} />
      ) : null}
      {canEdit ? (
        <div className="flex flex-wrap gap-2">
          <SegmentActions {...props} state={state} />
        </div>
      ) : null}
    </div>
  );
}

function describe(
  state: Exclude<SegmentState, { state: "cut" }>,
  props: PanelProps,
): { title: string; detail: readonly string[] } {
  switch (state.state) {
    case "empty":
      return { title: "No take yet", detail: ["Until one is drawn, the first drawing holds."] };
    case "queued":
    case "running":
    case "waiting":
      return describePending(state.take, props);
    case "failed":
      return { title: `Take ${state.take.number} failed`, detail: [state.error.message] };
    case "stale":
      return {
        title: `Take ${state.take.number} is stale`,
        detail: ["The drawings or settings have changed since it was drawn."],
      };
    case "ready":
      return {
        title: `Take ${state.take.number} is up to date`,
        detail: state.hasClip ? [] : ["Its clip is being fitted to the new timing."],
      };
  }
}

function describePending(
  take: Take,
  { view, progress, holds }: PanelProps,
): { title: string; detail: readonly string[] } {
  const words = pendingWordsOf({
    take,
    holds,
    place: takeQueueOf(view).places.get(take.id),
    progress: progress.get(take.id),
    backends: view.backends,
    nowMs: Date.now(),
  });
  const name = `Take ${take.number}`;
  if (!words) return { title: name, detail: [] };
  const { state, detail, reason } = words;
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  switch (state) {
    case "running":
      return {
        title: words.title === "Sent" ? `${name} is sent` : `Drawing take ${take.number}`,
        detail: text === "" ? [] : [text],
      };
    case "queued":
      return {
        title: `${name} is queued`,
        detail: [text === "" ? "It starts as soon as a worker is free." : text],
      };
    case "paused":
      return { title: `${name} is paused`, detail: [reason] };
    case "waiting":
      return {
        title: `${name} ${detail} by itself`,
        detail: reason === "" ? [] : [reason],
      };
    case "off":
      return { title: `${name} waits for its backend`, detail: [reason] };
  }
}
