import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { SegmentState } from "#lib/core/segment-state.ts";
import type { TimelineProgress } from "./timeline-props.ts";

/** How a segment looks and what it says, the same for the eye and for a screen reader. */
export type SegmentLook = {
  readonly tone: SegmentState["state"];
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
    case "queued": {
      const position = progress?.queuePosition ?? null;
      const detail = position === null ? (progress?.detail ?? "") : `position ${position}`;
      return { ...plain, title: "Queued", detail };
    }
    case "running": {
      const fraction = progress?.fraction ?? null;
      const percent = fraction === null ? "" : `${Math.round(fraction * 100)} %`;
      return { ...plain, title: "Drawing", detail: progress?.detail || percent, fraction };
    }
    case "waiting":
      return { ...plain, title: "Waiting", detail: `continues ${clockTime(state.until)}` };
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

/** "14:32", in the reader's own time zone and habit. */
function clockTime(isoTime: string): string {
  const time = new Date(isoTime);
  if (Number.isNaN(time.getTime())) return "soon";
  // Another day is named: a quota may be back only tomorrow.
  const isToday = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    ...(isToday ? {} : { weekday: "short" }),
  });
}
