"use client";

import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { TakeCard } from "./take-card.tsx";

const NO_TAKES: readonly Take[] = [];

/** Every take of a segment, newest first: which one is chosen, and what each is. */
export function TakeList(props: PanelProps & { segment: SequenceSegment }) {
  const { projectId, view, segment, progress, canEdit, commit, actions } = props;
  const [deleting, setDeleting] = useState<Take | null>(null);
  const nowMs = useMinuteClock();
  const takes = view.takesBySegment.get(segment.id) ?? NO_TAKES;
  const { chosenTakeId } = segment.record;
  if (takes.length === 0) return null;
  return (
    <InspectorSection title={`Takes (${takes.length})`}>
      <ul className="flex flex-col gap-1.5">
        {takes.toReversed().map((take) => (
          <TakeCard
            key={take.id}
            projectId={projectId}
            project={view.project}
            take={take}
            backend={view.backends.get(take.recipe.backendId)}
            progress={progress.get(take.id)}
            isChosen={take.id === chosenTakeId}
            canEdit={canEdit}
            nowMs={nowMs}
            onChoose={() =>
              commit({
                label: `Choose take ${take.number}`,
                change: setSegments({ segments: [segment], fields: { chosenTakeId: take.id } }),
              })
            }
            onCompare={
              chosenTakeId === null || chosenTakeId === take.id
                ? null
                : () =>
                    actions.compareTakes({
                      segmentId: segment.id,
                      takeIdA: chosenTakeId,
                      takeIdB: take.id,
                    })
            }
            onLockSeed={() =>
              commit({
                label: `Lock the seed to ${take.recipe.seed}`,
                change: setSegments({ segments: [segment], fields: { seed: take.recipe.seed } }),
              })
            }
            onCancel={() => actions.cancelTakes([take.id])}
            onRetry={() => actions.retryTake(take.id)}
            onDelete={() => setDeleting(take)}
          />
        ))}
      </ul>
      <Dialog
        open={deleting !== null}
        onOpenChange={() => setDeleting(null)}
        title={`Delete take ${deleting?.number ?? ""}?`}
        description="Its clip is gone for good. The drawings and the other takes stay."
        footer={
          <>
            <Button onClick={() => setDeleting(null)}>Keep it</Button>
            <Button
              look="danger"
              onClick={() => {
                if (deleting) actions.deleteTake(deleting.id);
                setDeleting(null);
              }}
            >
              Delete take
            </Button>
          </>
        }
      />
    </InspectorSection>
  );
}

function useMinuteClock(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
