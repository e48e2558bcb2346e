import { pendingWordsOf } from "#components/inspector/pending-words.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { SegmentState } from "#lib/core/segment-state.ts";
import type { Take } from "#lib/core/take.ts";
import { takeOutlookOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import type { TimelineProgress, TimelineView } from "./timeline-props.ts";

/** A segment's state at a glance; a take that is held back is told from one that is on its way. */
export type SegmentTone = SegmentState["state"] | "paused";

/** How a segment looks and what it says, the same for the eye and for a screen reader. */
export type SegmentLook = {
  readonly tone: SegmentTone;
  /** One or two words. */
  readonly title: string;
  /** What more there is to know; empty when nothing. */
  readonly detail: string;
  /** 0..1 while running and known. */
  readonly fraction: number | null;
  /** The take on show was made by a preview maker. */
  readonly isDraft: boolean;
  /** A take is chosen and its clip is still being derived. */
  readonly isClipPending: boolean;
};

export function segmentLookOf(options: {
  state: SegmentState;
  progress: TimelineProgress | undefined;
  backends: ReadonlyMap<string, BackendDescription>;
  holds: TakeHolds;
  /** Place in the line of the take's backend, from 1. */
  place: number | undefined;
}): SegmentLook {
  const { state, progress, backends } = options;
  const plain = {
    tone: state.state,
    detail: "",
    fraction: null,
    isDraft: false,
    isClipPending: false,
  };
  switch (state.state) {
    case "cut":
      return { ...plain, title: "Cut" };
    case "empty":
      return { ...plain, title: "Empty" };
    case "queued":
    case "running":
    case "waiting": {
      const words = pendingWordsOf({ ...options, take: state.take, nowMs: Date.now() });
      if (!words) return { ...plain, title: "Queued" };
      const fraction = words.state === "running" ? (progress?.fraction ?? null) : null;
      const tone = TONE_OF[words.state];
      return { ...plain, tone, title: words.title, detail: words.detail, fraction };
    }
    case "failed":
      return { ...plain, title: "Failed", detail: state.error.message };
    case "stale":
    case "ready": {
      const isDraft = backends.get(state.take.recipe.backendId)?.isDraft ?? false;
      const isClipPending = !state.hasClip;
      const title = state.state === "stale" ? "Stale" : `Take ${state.take.number}`;
      const detail = state.state === "stale" ? "drawn from older drawings or settings" : "";
      return { ...plain, title, detail, isDraft, isClipPending };
    }
  }
}

/** The tone of a pending take, without its words. */
export function pendingToneOf(take: Take, holds: TakeHolds): SegmentTone {
  const outlook = takeOutlookOf(take, holds);
  return outlook ? TONE_OF[outlook.state] : "queued";
}

const TONE_OF = {
  running: "running",
  queued: "queued",
  paused: "paused",
  waiting: "waiting",
  off: "waiting",
} as const satisfies Record<string, SegmentTone>;

/** How a segment looks in a scene. */
export function lookOf(scene: LookScene, state: SegmentState): SegmentLook {
  const take = "take" in state ? state.take : null;
  return segmentLookOf({
    state,
    progress: take ? scene.progress.get(take.id) : undefined,
    backends: scene.view.backends,
    holds: scene.holds,
    place: state.state === "queued" ? takeQueueOf(scene.view).places.get(state.take.id) : undefined,
  });
}

type LookScene = {
  readonly view: TimelineView;
  readonly progress: ReadonlyMap<string, TimelineProgress>;
  readonly holds: TakeHolds;
};
