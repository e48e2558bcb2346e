"use client";

import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { setProject } from "#lib/core/edits/set-project.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { MOTIONS } from "#lib/core/motion.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { commonValue, sharedOrNull } from "./common-value.ts";
import { fewDrawingsOf, motionHelp } from "./few-drawings.ts";
import type { PanelProps } from "./inspector-props.ts";
import { countOf, MOTION_NAMES } from "./words.ts";

const AS_PROJECT = "as-project";
const OPTIONS = MOTIONS.map((value) => ({ value, label: MOTION_NAMES[value] }));

/** Whether few drawings are held or smoothed, for the project; nothing where no segment has few. */
export function ProjectMotionField({ view, canEdit, commit }: PanelProps) {
  const { project, sequence } = view;
  const few = fewDrawingsOf(view, sequence.segments) ?? fewOfProject({ view });
  if (!few) return null;
  return (
    <Segmented
      label="Motion"
      value={project.motion}
      disabled={!canEdit}
      options={OPTIONS}
      help={motionHelp(project.motion, few)}
      onEdit={(motion) =>
        commit({ label: "Change motion", change: setProject({ project, fields: { motion } }) })
      }
    />
  );
}

/** The same for segments, which take what the project says unless they have a motion of their own. */
export function SegmentMotionField(props: PanelProps & { segments: readonly SequenceSegment[] }) {
  const { view, segments, canEdit, commit } = props;
  const few = fewDrawingsOf(view, segments);
  if (!few) return null;
  const own = commonValue(segments, ({ record }) => record.motion);
  const inUse = sharedOrNull(commonValue(segments, ({ motion }) => motion));
  return (
    <Select
      label="Motion"
      value={own.isMixed ? null : (own.value ?? AS_PROJECT)}
      placeholder="Mixed"
      disabled={!canEdit}
      help={motionHelp(inUse, few)}
      options={[
        { value: AS_PROJECT, label: `As the project (${MOTION_NAMES[view.project.motion]})` },
        ...OPTIONS,
      ]}
      onEdit={(value) => {
        const motion = MOTIONS.find((one) => one === value) ?? null;
        const ofMany = segments.length > 1 ? ` of ${countOf(segments.length, "segment")}` : "";
        commit({
          label: `Change motion${ofMany}`,
          change: setSegments({ segments, fields: { motion } }),
        });
      }}
    />
  );
}

/** Before there is a segment, what the project's own backend would give. */
function fewOfProject({ view }: Pick<PanelProps, "view">) {
  const { project, backends } = view;
  const drawings = backends.get(project.backendId)?.nativeFrames ?? null;
  const frames = project.segmentFrames;
  return drawings !== null && drawings < frames ? { drawings, frames } : null;
}
