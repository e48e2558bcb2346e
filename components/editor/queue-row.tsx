"use client";

import {
  ArrowUpToLine,
  CirclePause,
  Clock,
  Hourglass,
  LoaderCircle,
  PowerOff,
  X,
} from "lucide-react";
import { memo } from "react";
import { pendingWordsOf, type PendingWords } from "#components/inspector/pending-words.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { Take } from "#lib/core/take.ts";
import { askedBackendOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { useEditor, useProjectState } from "./editor-context.ts";

const ICONS: Record<PendingWords["state"], typeof Clock> = {
  running: LoaderCircle,
  queued: Hourglass,
  paused: CirclePause,
  waiting: Clock,
  off: PowerOff,
};

/** One take of the queue: whose it is, what draws it, and how far it is or when it goes on. */
export const QueueRow = memo(function QueueRow(props: {
  take: Take;
  /** Undefined when its two drawings no longer follow each other. */
  segmentIndex: number | undefined;
  place: number | undefined;
  backends: ReadonlyMap<string, BackendDescription>;
  holds: TakeHolds;
  canEdit: boolean;
  nowMs: number;
}) {
  const { take, segmentIndex, backends, canEdit } = props;
  const { actions } = useEditor();
  const progress = useProjectState((state) => state.progress.get(take.id));
  const words = pendingWordsOf({ ...props, progress });
  if (!words) return null;
  const isRunning = words.state === "running";
  const Icon = ICONS[words.state];
  const drawnBy = backends.get(take.recipe.backendId)?.name ?? take.recipe.backendId;
  const asked = askedBackendOf(take);
  const askedName = backends.get(asked)?.name ?? asked;
  const name =
    segmentIndex === undefined
      ? "Two drawings that were moved apart"
      : `Segment ${segmentIndex + 1} → ${segmentIndex + 2}`;
  const cancel = () => actions.cancelTakes([take.id]);
  return (
    <li className="group flex items-center gap-2 px-3 py-1 focus-within:bg-raised hover:bg-raised">
      <Icon
        aria-hidden
        className={`size-3.5 shrink-0 ${isRunning ? "text-select" : "text-muted"}`}
      />
      <button
        type="button"
        data-queue-row
        title={words.reason === "" ? undefined : words.reason}
        className="min-w-0 flex-1 rounded-sm text-left"
        onClick={() => {
          if (segmentIndex === undefined) return;
          actions.select({ ids: new Set([take.segmentId]), anchorId: take.segmentId });
        }}
        onKeyDown={(event) => {
          if (canEdit && (event.key === "Delete" || event.key === "Backspace")) cancel();
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className="truncate text-xs">{name}</span>
          <span className="shrink-0 text-2xs text-faint">take {take.number}</span>
          <span className="min-w-0 flex-1 truncate text-right text-2xs text-faint">
            {isRunning && drawnBy !== askedName ? `${drawnBy}, for ${askedName}` : askedName}
          </span>
        </span>
        <span className="block truncate text-2xs text-muted tabular-nums">
          {words.detail === "" ? words.title : `${words.title} · ${words.detail}`}
        </span>
        {isRunning ? (
          <span className="mt-0.5 block">
            <ProgressBar tone="select" label={name} fraction={progress?.fraction ?? null} />
          </span>
        ) : null}
      </button>
      {canEdit ? (
        <span className="flex w-12 shrink-0 items-center justify-end opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          {isRunning ? null : (
            <IconButton
              size="small"
              label="Move to front"
              icon={<ArrowUpToLine />}
              onClick={() => actions.moveToFront([take.id])}
            />
          )}
          <IconButton size="small" label="Cancel" icon={<X />} onClick={cancel} />
        </span>
      ) : null}
    </li>
  );
});
