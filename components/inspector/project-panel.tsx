"use client";

import { FrameSizeField } from "#components/ui/frame-size-field.tsx";
import { FrameRateField } from "#components/ui/frame-rate-field.tsx";
import { NumberField } from "#components/ui/number-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { EASINGS } from "#lib/core/easing.ts";
import { setProject, type ProjectFields } from "#lib/core/edits/set-project.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { BackendSelect } from "./backend-select.tsx";
import { ColorField } from "./color-field.tsx";
import { InspectorHeading, InspectorSection } from "./inspector-section.tsx";
import type { PanelProps } from "./inspector-props.ts";
import { ProjectMotionField } from "./motion-field.tsx";
import { countOf, durationText, EASING_NAMES, secondsText } from "./words.ts";

/** The project: its frame, its rate, and what its segments take unless they say otherwise. */
export function ProjectPanel(props: PanelProps) {
  const { view, canEdit, commit } = props;
  const { project, sequence, schedule } = view;
  const edit = (label: string, fields: ProjectFields, groupId?: string) =>
    commit({
      label,
      change: setProject({ project, fields }),
      ...(groupId === undefined ? {} : { groupId }),
    });
  const text = { maxLength: LIMITS.promptChars, disabled: !canEdit };
  return (
    <>
      <InspectorHeading
        title="Project"
        detail={`${countOf(sequence.keyframes.length, "keyframe")} · ${durationText(schedule.totalFrames, project.frameRate)} · ${countOf(schedule.totalFrames, "frame")}`}
      />
      <InspectorSection title="Frame">
        <TextField
          label="Name"
          layout="row"
          value={project.name}
          maxLength={LIMITS.nameChars}
          disabled={!canEdit}
          onEdit={(name, groupId) => {
            if (name.trim() !== "") edit("Rename project", { name }, groupId);
          }}
        />
        <FrameSizeField
          width={project.width}
          height={project.height}
          disabled={!canEdit}
          onEdit={({ width, height }) =>
            edit(`Set frame size to ${width} × ${height}`, { width, height })
          }
        />
        <FrameRateField
          value={project.frameRate}
          disabled={!canEdit}
          onEdit={(frameRate) => edit("Change frame rate", { frameRate })}
        />
        <Segmented
          label="Drawings"
          value={project.fit}
          disabled={!canEdit}
          options={[
            { value: "contain", label: "Show whole" },
            { value: "cover", label: "Fill frame" },
          ]}
          onEdit={(fit) => edit("Change how drawings fit", { fit })}
        />
        {project.fit === "contain" ? (
          <ColorField
            label="Surround"
            value={project.fitColor}
            disabled={!canEdit}
            onEdit={(fitColor, groupId) =>
              edit("Change the colour around drawings", { fitColor }, groupId)
            }
          />
        ) : null}
      </InspectorSection>
      <InspectorSection title="Segments, unless they say otherwise">
        <NumberField
          label="Length"
          value={project.segmentFrames}
          min={LIMITS.segmentFrames.min}
          max={LIMITS.segmentFrames.max}
          unit="frames"
          suffix={secondsText(project.segmentFrames, project.frameRate)}
          disabled={!canEdit}
          onEdit={(segmentFrames, groupId) =>
            edit(`Set length to ${countOf(segmentFrames, "frame")}`, { segmentFrames }, groupId)
          }
        />
        <Select
          label="Easing"
          value={project.easing}
          disabled={!canEdit}
          options={EASINGS.map((value) => ({ value, label: EASING_NAMES[value] }))}
          onEdit={(value) =>
            edit("Change easing", { easing: EASINGS.find((one) => one === value) ?? "linear" })
          }
        />
        <BackendSelect
          {...props}
          value={project.backendId}
          inUseId={project.backendId}
          onEdit={(backendId) => edit("Change backend", { backendId })}
        />
        <ProjectMotionField {...props} />
        <TextField
          label="Style prompt"
          rows={3}
          value={project.prompt}
          placeholder="Joined to every segment's own prompt"
          {...text}
          onEdit={(prompt, groupId) => edit("Change style prompt", { prompt }, groupId)}
        />
        <TextField
          label="Negative prompt"
          rows={2}
          value={project.negativePrompt}
          {...text}
          onEdit={(negativePrompt, groupId) =>
            edit("Change negative prompt", { negativePrompt }, groupId)
          }
        />
      </InspectorSection>
    </>
  );
}
