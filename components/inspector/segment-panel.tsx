"use client";

import { useState } from "react";
import { thumbnailUrl } from "#lib/realtime/browser/urls.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { InspectorHeading, InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { ModelFields } from "./model-fields.tsx";
import { SegmentFields } from "./segment-fields.tsx";
import { SegmentStatus } from "./segment-status.tsx";
import { TakeList } from "./take-list.tsx";
import { secondsText } from "./words.ts";

/** One segment: its state and what to do about it, its timing, what the model is asked, and its takes. */
export function SegmentPanel(props: PanelProps & { segment: SequenceSegment }) {
  const { projectId, view, segment } = props;
  const [showsModel, setShowsModel] = useState(true);
  const length = segment.isCut
    ? "Cut"
    : `${segment.durationFrames} frames · ${secondsText(segment.durationFrames, view.project.frameRate)}`;
  return (
    <>
      <InspectorHeading
        title={`Segment ${segment.index + 1} → ${segment.index + 2}`}
        detail={length}
        action={
          <span aria-hidden className="flex items-center gap-1">
            {[segment.from, segment.to].map((keyframe) => (
              <img
                key={keyframe.id}
                src={thumbnailUrl(projectId, keyframe.imageId)}
                alt=""
                className="h-7 w-11 rounded-sm bg-field object-cover"
              />
            ))}
          </span>
        }
      />
      <SegmentStatus {...props} />
      <InspectorSection title="Timing">
        <SegmentFields {...props} segments={[segment]} />
      </InspectorSection>
      {segment.isCut ? null : (
        <>
          <TakeList {...props} />
          <InspectorSection
            title="Drawing"
            action={
              <button
                type="button"
                className="rounded-sm px-1 text-2xs text-muted hover:text-text"
                aria-expanded={showsModel}
                onClick={() => setShowsModel(!showsModel)}
              >
                {showsModel ? "Hide" : "Show"}
              </button>
            }
          >
            {showsModel ? <ModelFields {...props} segments={[segment]} /> : null}
          </InspectorSection>
        </>
      )}
    </>
  );
}
