"use client";

import { Sparkles, TriangleAlert } from "lucide-react";
import { countOf } from "#components/inspector/words.ts";
import { Button } from "#components/ui/button.tsx";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { SegmentCounts } from "./segment-choices.ts";

const MAX_NAMED = 6;

/** What the film would lack, by name, and the choice of what to do about it. */
export function ExportGaps(props: {
  counts: SegmentCounts;
  isAsking: boolean;
  onGenerate: () => void;
  onExport: () => void;
}) {
  const { missing, stale, pending } = props.counts;
  const pendingIds = new Set(pending.map((segment) => segment.id));
  const toDraw = missing.filter((segment) => !pendingIds.has(segment.id));
  const beingDrawn = missing.length - toDraw.length;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {missing.length > 0 ? (
        <div className="flex gap-2 rounded-md bg-warn/10 p-3">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <div className="min-w-0">
            <p>
              {missing.length === 1 ? "One segment has" : `${missing.length} segments have`} no
              take: {namesOf(missing)}.
            </p>
            <p className="text-xs text-muted">
              In the film the drawing before each holds, then cuts to the next.
              {beingDrawn > 0
                ? ` ${countOf(beingDrawn, "take")} on the way: wait for them here.`
                : ""}
            </p>
          </div>
        </div>
      ) : null}
      {stale.length > 0 ? (
        <p className="text-xs text-muted">
          {countOf(stale.length, "segment")} stale: exported as drawn, before the last changes.
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        {toDraw.length > 0 ? (
          <Button
            look="primary"
            icon={<Sparkles aria-hidden className="size-3.5" />}
            onClick={props.onGenerate}
          >
            Generate {toDraw.length === 1 ? "it" : `all ${toDraw.length}`}
          </Button>
        ) : null}
        <Button
          look={missing.length > 0 ? "default" : "primary"}
          busy={props.isAsking}
          onClick={props.onExport}
        >
          {missing.length > 0 ? "Export anyway" : "Make the film"}
        </Button>
      </div>
    </div>
  );
}

/** "1 → 2, 4 → 5 and 3 more" */
function namesOf(segments: readonly SequenceSegment[]): string {
  const names = segments
    .slice(0, MAX_NAMED)
    .map((segment) => `${segment.index + 1} → ${segment.index + 2}`)
    .join(", ");
  const rest = segments.length - MAX_NAMED;
  return rest > 0 ? `${names} and ${rest} more` : names;
}
