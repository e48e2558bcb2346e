"use client";

import { ArrowUpToLine, RefreshCw, RotateCcw, Sparkles, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button, buttonClasses } from "#components/ui/button.tsx";
import { askedBackendOf } from "#lib/core/take-outlook.ts";
import type { SegmentState } from "#lib/core/segment-state.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { backendsPath } from "./backend-words.ts";
import { DrawWith } from "./draw-with.tsx";
import type { PanelProps } from "./inspector-props.ts";

/** What fits a segment's state, the likeliest first. */
export function SegmentActions(
  props: PanelProps & { segment: SequenceSegment; state: SegmentState },
): ReactNode {
  const { state, actions, holds, workspaceId } = props;
  const segmentIds = [props.segment.id];
  switch (state.state) {
    case "cut":
      return null;
    case "empty":
      return (
        <Button
          look="primary"
          icon={<Sparkles aria-hidden />}
          onClick={() => actions.generate({ segmentIds })}
        >
          Generate
        </Button>
      );
    case "queued":
    case "running":
    case "waiting": {
      const isHeld = state.state !== "running" && holds.byBackend.has(askedBackendOf(state.take));
      return (
        <>
          {state.state === "running" ? null : (
            <Button
              icon={<ArrowUpToLine aria-hidden />}
              onClick={() => actions.moveToFront([state.take.id])}
            >
              Move to front
            </Button>
          )}
          {state.state === "waiting" && !holds.isPaused ? (
            <Button
              icon={<RotateCcw aria-hidden />}
              onClick={() => actions.retryTake(state.take.id)}
            >
              Try now
            </Button>
          ) : null}
          <Button icon={<X aria-hidden />} onClick={() => actions.cancelTakes([state.take.id])}>
            Cancel
          </Button>
          {isHeld ? (
            <>
              <DrawWith {...props} exceptId={askedBackendOf(state.take)} segmentIds={segmentIds} />
              <SettingsLink workspaceId={workspaceId} />
            </>
          ) : null}
        </>
      );
    }
    case "failed":
      return (
        <>
          <Button
            look="primary"
            icon={<RotateCcw aria-hidden />}
            onClick={() => actions.retryTake(state.take.id)}
          >
            Try again
          </Button>
          <Button onClick={() => actions.generate({ segmentIds, force: true })}>New take</Button>
          <DrawWith {...props} exceptId={props.segment.backendId} segmentIds={segmentIds} />
          {state.error.errorClass === "rejected" ? (
            <SettingsLink workspaceId={workspaceId} />
          ) : null}
        </>
      );
    case "stale":
      return (
        <Button
          look="primary"
          icon={<RefreshCw aria-hidden />}
          onClick={() => actions.generate({ segmentIds })}
        >
          Regenerate
        </Button>
      );
    case "ready":
      return (
        <Button
          icon={<RefreshCw aria-hidden />}
          onClick={() => actions.generate({ segmentIds, force: true })}
        >
          Redraw
        </Button>
      );
  }
}

function SettingsLink({ workspaceId }: { workspaceId: string }) {
  return (
    <a href={backendsPath(workspaceId)} className={buttonClasses({})}>
      Open backend settings
    </a>
  );
}
