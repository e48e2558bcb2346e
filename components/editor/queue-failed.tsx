"use client";

import { CircleAlert, RotateCcw, Trash2 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { useEditor } from "./editor-context.ts";
import { QueueItem, QueueItemButton } from "./queue-item.tsx";

/** Takes that failed, each with the reason, and the way to try them again, one or all. */
export function QueueFailed(props: {
  takes: readonly Take[];
  segments: ReadonlyMap<string, SequenceSegment>;
  maxRows: number;
  canEdit: boolean;
}) {
  const { takes, segments, maxRows, canEdit } = props;
  const { actions } = useEditor();
  if (takes.length === 0) return null;
  const restCount = takes.length - maxRows;
  return (
    <section aria-label="Failed" className="border-t border-line py-1">
      <header className="flex h-7 items-center gap-2 pr-2 pl-3">
        <h3 className="min-w-0 flex-1 text-2xs font-medium text-danger">
          {takes.length.toLocaleString("en")} failed
        </h3>
        {canEdit && takes.length > 1 ? (
          <Button
            size="small"
            look="quiet"
            icon={<RotateCcw aria-hidden />}
            onClick={() => actions.retryTakes(takes.map(({ id }) => id))}
          >
            Try all again
          </Button>
        ) : null}
      </header>
      <ul aria-label="Failed takes">
        {takes.slice(0, maxRows).map((take) => (
          <FailedRow
            key={take.id}
            take={take}
            segment={segments.get(take.segmentId)}
            canEdit={canEdit}
          />
        ))}
      </ul>
      {restCount > 0 ? (
        <p className="px-3 pt-1 text-2xs text-muted">and {restCount.toLocaleString("en")} more</p>
      ) : null}
    </section>
  );
}

function FailedRow(props: { take: Take; segment: SequenceSegment | undefined; canEdit: boolean }) {
  const { take, segment, canEdit } = props;
  const { actions } = useEditor();
  const { status } = take;
  const message = status.state === "failed" ? status.error.message : "";
  return (
    <QueueItem
      take={take}
      segment={segment}
      aside=""
      title={message}
      onDelete={undefined}
      buttons={
        canEdit ? (
          <>
            <QueueItemButton
              label="Try again"
              icon={<RotateCcw aria-hidden />}
              onPress={() => actions.retryTakes([take.id])}
            />
            <QueueItemButton
              label="Delete the failed take"
              icon={<Trash2 aria-hidden />}
              onPress={() => actions.deleteTake(take.id)}
            />
          </>
        ) : null
      }
    >
      <span className="flex items-center gap-1 text-2xs text-muted">
        <CircleAlert aria-hidden className="size-3 shrink-0 text-danger" />
        <span className="truncate">{message}</span>
      </span>
    </QueueItem>
  );
}
