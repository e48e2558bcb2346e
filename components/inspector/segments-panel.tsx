"use client";

import { RefreshCw, Sparkles } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { ModelFields } from "./model-fields.tsx";
import { SegmentFields } from "./segment-fields.tsx";
import { countOf } from "./words.ts";

/** Many segments at once. */
export function SegmentsPanel(props: PanelProps & { segments: readonly SequenceSegment[] }) {
  const { segments, canEdit, actions } = props;
  const drawn = segments.filter((segment) => !segment.isCut);
  const segmentIds = drawn.map((segment) => segment.id);
  return (
    <>
      <InspectorSection title={countOf(segments.length, "segment")}>
        {canEdit && drawn.length > 0 ? (
          <div className="mb-1 grid grid-cols-2 gap-2">
            <Button
              look="primary"
              icon={<Sparkles className="size-3.5" aria-hidden />}
              onClick={() => actions.generate({ segmentIds })}
            >
              Generate
            </Button>
            <Button
              icon={<RefreshCw className="size-3.5" aria-hidden />}
              onClick={() => actions.generate({ segmentIds, force: true })}
            >
              Redraw
            </Button>
          </div>
        ) : null}
        <SegmentFields {...props} />
      </InspectorSection>
      {drawn.length > 0 ? (
        <InspectorSection title="Drawing">
          <ModelFields {...props} segments={drawn} />
        </InspectorSection>
      ) : null}
    </>
  );
}
