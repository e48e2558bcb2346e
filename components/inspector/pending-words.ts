import { clockText } from "#components/ui/clock-text.ts";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Take } from "#lib/core/take.ts";
import { takeOutlookOf, type TakeHolds, type TakeOutlook } from "#lib/core/take-outlook.ts";
import { remainingText } from "./words.ts";

/** A pending take in words, the same on the timeline, in the inspector and in the queue. */
export type PendingWords = {
  readonly state: TakeOutlook["state"];
  /** One word. */
  readonly title: string;
  /** When it goes on, or how far it is; empty when there is nothing to say. */
  readonly detail: string;
  /** Why it waits and what can be done, for where there is room; empty when there is nothing to say. */
  readonly reason: string;
};

type Progress = {
  readonly fraction: number | null;
  readonly detail: string;
  readonly queuePosition: number | null;
  readonly etaSeconds?: number | null;
};

/**
 * @param options.place the take's place in its backend's line, from 1
 * @param options.nowMs Unix time
 * @returns null when nothing is to come of the take any more
 */
export function pendingWordsOf(options: {
  take: Take;
  holds: TakeHolds;
  place: number | undefined;
  progress: Progress | undefined;
  backends: ReadonlyMap<string, BackendDescription>;
  nowMs: number;
}): PendingWords | null {
  const { take, holds, place, progress, backends, nowMs } = options;
  const outlook = takeOutlookOf(take, holds);
  if (!outlook) return null;
  const { state } = outlook;
  switch (state) {
    case "running": {
      // Given to the backend, which has a line of its own.
      const title = progress?.queuePosition == null ? "Drawing" : "Sent";
      return { state, title, detail: progressText(progress), reason: "" };
    }
    case "queued":
      return { state, title: "Queued", detail: queuedText(place, progress), reason: "" };
    case "paused":
      return {
        state,
        title: "Paused",
        detail: "",
        reason: "Generation is paused. Nothing new is drawn until somebody resumes it.",
      };
    case "waiting": {
      const isOver = Date.parse(outlook.until) <= nowMs;
      const detail = `continues ${isOver ? "soon" : clockText(outlook.until, nowMs)}`;
      return { state, title: "Waiting", detail, reason: outlook.message };
    }
    case "off": {
      const name = backends.get(outlook.backendId)?.name ?? outlook.backendId;
      return {
        state,
        title: "Waiting",
        detail: `${name} is switched off`,
        reason: `${name} is switched off. It is drawn once somebody switches it on, or with another backend.`,
      };
    }
  }
}

/** "next in line", "2nd in line". */
export function placeText(place: number): string {
  if (place === 1) return "next in line";
  const tens = place % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place.toLocaleString("en")}${ending} in line`;
}

function queuedText(place: number | undefined, progress: Progress | undefined): string {
  const position = progress?.queuePosition ?? null;
  if (position !== null) return `position ${position}`;
  if (progress?.detail) return progress.detail;
  return place === undefined ? "" : placeText(place);
}

function progressText(progress: Progress | undefined): string {
  if (!progress) return "";
  const { fraction, detail, etaSeconds = null } = progress;
  // The title says already that it is being drawn: "Drawing 12 of 48" leaves "12 of 48".
  const step = detail.replace(/^Drawing\b\s*/, "");
  const isCounted = /\d/.test(step);
  const percent =
    fraction === null || fraction >= 1 || isCounted ? "" : `${Math.round(fraction * 100)} %`;
  const remaining = etaSeconds === null ? "" : remainingText(etaSeconds);
  return [step, percent, remaining].filter((part) => part !== "").join(" · ");
}
