"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import type { InspectorProps } from "./inspector-props.ts";
import { ProjectPanel } from "./project-panel.tsx";

// What is shown first is the project; the script of each other panel comes with the first thing that is selected.
const loading = () => <Skeleton className="m-3 h-16" />;
const KeyframePanel = dynamic(
  () => import("./keyframe-panel.tsx").then((module) => module.KeyframePanel),
  { ssr: false, loading },
);
const KeyframesPanel = dynamic(
  () => import("./keyframes-panel.tsx").then((module) => module.KeyframesPanel),
  { ssr: false, loading },
);
const SegmentPanel = dynamic(
  () => import("./segment-panel.tsx").then((module) => module.SegmentPanel),
  { ssr: false, loading },
);
const SegmentsPanel = dynamic(
  () => import("./segments-panel.tsx").then((module) => module.SegmentsPanel),
  { ssr: false, loading },
);

/** What is selected, in full and editable: a keyframe, a segment, many of them at once, or the project. */
export function Inspector({ selection, ...panel }: InspectorProps) {
  const { sequence } = panel.view;
  const { ids } = selection;
  const keyframes = ids.size === 0 ? [] : sequence.keyframes.filter(({ id }) => ids.has(id));
  const segments = ids.size === 0 ? [] : sequence.segments.filter(({ id }) => ids.has(id));
  return (
    <aside aria-label="Inspector" className="h-full overflow-y-auto overscroll-contain bg-panel">
      <PanelFor keyframes={keyframes} segments={segments} panel={panel} />
    </aside>
  );
}

function PanelFor(props: {
  keyframes: readonly Keyframe[];
  segments: readonly SequenceSegment[];
  panel: Omit<InspectorProps, "selection">;
}) {
  const { keyframes, segments, panel } = props;
  const [keyframe] = keyframes;
  const [segment] = segments;
  if (keyframe && keyframes.length === 1 && segments.length === 0) {
    return <KeyframePanel key={keyframe.id} {...panel} keyframe={keyframe} />;
  }
  if (segment && segments.length === 1 && keyframes.length === 0) {
    return <SegmentPanel key={segment.id} {...panel} segment={segment} />;
  }
  if (!keyframe && !segment) return <ProjectPanel {...panel} />;
  // Another selection is another panel, so that a half-typed text never lands on records it was not typed for.
  const key = `${keyframes.length}:${segments.length}:${keyframe?.id ?? ""}:${segment?.id ?? ""}`;
  return (
    <div key={key}>
      {keyframes.length > 0 ? <KeyframesPanel {...panel} keyframes={keyframes} /> : null}
      {segments.length > 0 ? <SegmentsPanel {...panel} segments={segments} /> : null}
    </div>
  );
}
