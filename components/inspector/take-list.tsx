"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { useNowMs } from "#components/ui/use-now-ms.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import { takeQueueOf } from "#lib/core/take-queue.ts";
import { backendOptions } from "./backend-select.tsx";
import { backendsPath } from "./backend-words.ts";
import { InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { pendingWordsOf } from "./pending-words.ts";
import { TakeCard } from "./take-card.tsx";

const NO_TAKES: readonly Take[] = [];
const CLOCK_MS = 30_000;

/** Every take of a segment, newest first: which one is chosen, and what each is. */
export function TakeList(props: PanelProps & { segment: SequenceSegment }) {
  const { projectId, workspaceId, view, segment, progress, holds, canEdit, commit, actions } =
    props;
  const [deleting, setDeleting] = useState<Take | null>(null);
  const nowMs = useNowMs(CLOCK_MS);
  const takes = view.takesBySegment.get(segment.id) ?? NO_TAKES;
  const { chosenTakeId } = segment.record;
  if (takes.length === 0) return null;
  const { places } = takeQueueOf(view);
  const segmentIds = [segment.id];
  const otherBackends = () =>
    backendOptions({ ...props, chosenId: null, nowMs }).filter(
      ({ value }) => value !== segment.backendId,
    );
  return (
    <InspectorSection title={`Takes (${takes.length})`}>
      <ul className="flex flex-col gap-1.5">
        {takes.toReversed().map((take) => (
          <TakeCard
            key={take.id}
            projectId={projectId}
            project={view.project}
            take={take}
            backends={view.backends}
            pending={pendingWordsOf({
              take,
              holds,
              place: places.get(take.id),
              progress: progress.get(take.id),
              backends: view.backends,
              nowMs,
            })}
            fraction={progress.get(take.id)?.fraction ?? null}
            otherBackends={otherBackends}
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
            onMoveToFront={() => actions.moveToFront([take.id])}
            onNewTake={() => actions.generate({ segmentIds, force: true })}
            onDrawWith={(backendId) => actions.drawWith({ segmentIds, backendId })}
            onOpenSettings={() => location.assign(backendsPath(workspaceId))}
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
