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
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { BackendDescription } from "#lib/core/backend-description.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { askedBackendOf, type TakeHolds } from "#lib/core/take-outlook.ts";
import { useEditor, useProjectState } from "./editor-context.ts";
import { QueueItem, QueueItemButton } from "./queue-item.tsx";

const ICONS: Record<PendingWords["state"], typeof Clock> = {
  running: LoaderCircle,
  queued: Hourglass,
  paused: CirclePause,
  waiting: Clock,
  off: PowerOff,
};

/** One take that is to come: whose it is, what draws it, and how far it is or when it goes on. */
export const QueueRow = memo(function QueueRow(props: {
  take: Take;
  /** Undefined when its two drawings no longer follow each other. */
  segment: SequenceSegment | undefined;
  place: number | undefined;
  backends: ReadonlyMap<string, BackendDescription>;
  /** Whether it has to be said which backend draws it. */
  namesBackend: boolean;
  holds: TakeHolds;
  canEdit: boolean;
  nowMs: number;
}) {
  const { take, segment, backends, canEdit } = props;
  const { actions } = useEditor();
  const progress = useProjectState((state) => state.progress.get(take.id));
  const words = pendingWordsOf({ ...props, progress });
  if (!words) return null;
  const isRunning = words.state === "running";
  const Icon = ICONS[words.state];
  const nameOf = (id: string) => backends.get(id)?.name ?? "a backend that was removed";
  const { backendId } = take.recipe;
  const askedId = askedBackendOf(take);
  const isHelped = isRunning && backendId !== askedId;
  const cancel = () => actions.cancelTakes([take.id]);
  return (
    <QueueItem
      take={take}
      segment={segment}
      aside={
        isHelped
          ? `${nameOf(backendId)}, for ${nameOf(askedId)}`
          : props.namesBackend
            ? nameOf(askedId)
            : ""
      }
      title={words.reason}
      onDelete={canEdit ? cancel : undefined}
      buttons={
        canEdit ? (
          <>
            {isRunning ? null : (
              <QueueItemButton
                label="Move to front"
                icon={<ArrowUpToLine aria-hidden />}
                onPress={() => actions.moveToFront([take.id])}
              />
            )}
            <QueueItemButton label="Cancel" icon={<X aria-hidden />} onPress={cancel} />
          </>
        ) : null
      }
    >
      <span className="flex items-center gap-1 text-2xs text-muted tabular-nums">
        <Icon
          aria-hidden
          className={`size-3 shrink-0 ${isRunning ? "text-select" : words.state === "waiting" || words.state === "off" ? "text-warn" : ""}`}
        />
        <span className="truncate">
          {words.detail === "" ? words.title : `${words.title} · ${words.detail}`}
        </span>
      </span>
      {isRunning ? (
        <span className="mt-0.5 block">
          <ProgressBar
            tone="select"
            label="Progress of the take"
            fraction={progress?.fraction ?? null}
          />
        </span>
      ) : null}
    </QueueItem>
  );
});
