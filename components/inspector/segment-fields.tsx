"use client";

import { NumberField } from "#components/ui/number-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { EASINGS, type Easing } from "#lib/core/easing.ts";
import { setCut } from "#lib/core/edits/set-cut.ts";
import { setSegments, type SegmentFields as Fields } from "#lib/core/edits/set-segments.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { commonValue, sharedOrNull } from "./common-value.ts";
import type { PanelProps } from "./inspector-props.ts";
import { SegmentMotionField } from "./motion-field.tsx";
import { countOf, EASING_NAMES, secondsText } from "./words.ts";

const AS_PROJECT = "as-project";

/** In-between or cut, length and easing, of one segment or many. */
export function SegmentFields(props: PanelProps & { segments: readonly SequenceSegment[] }) {
  const { segments, view, canEdit, commit } = props;
  const { project, sequence } = view;
  const drawn = segments.filter((segment) => !segment.isCut);
  const type = commonValue(segments, (segment) => segment.record.type);
  const [segment] = segments;
  const ofMany = segments.length > 1 ? ` of ${countOf(segments.length, "segment")}` : "";
  const edit = (label: string, fields: Fields, groupId?: string) =>
    commit({
      label: label + ofMany,
      change: setSegments({ segments: drawn, fields }),
      ...(groupId === undefined ? {} : { groupId }),
    });
  const length = sharedOrNull(commonValue(drawn, (item) => item.durationFrames));
  const setsLength = drawn.some((item) => item.record.durationFrames !== null);
  const easing = commonValue(drawn, (item) => item.record.easing);
  return (
    <>
      <Segmented
        label="Type"
        value={sharedOrNull(type)}
        disabled={!canEdit}
        options={[
          { value: "inbetween", label: "In-between" },
          { value: "cut", label: "Cut" },
        ]}
        onEdit={(value) =>
          commit({
            label:
              (value === "cut" ? "Make a cut" : "Make an in-between") +
              (segments.length > 1 ? ` of ${countOf(segments.length, "segment")}` : ""),
            change: setCut({
              project,
              sequence,
              segmentIds: segments.map((item) => item.id),
              isCut: value === "cut",
            }),
          })
        }
      />
      {drawn.length > 0 ? (
        <>
          <NumberField
            label="Length"
            value={length}
            min={LIMITS.segmentFrames.min}
            max={LIMITS.segmentFrames.max}
            unit="frames"
            suffix={length === null ? undefined : secondsText(length, project.frameRate)}
            placeholder="Mixed"
            fallback={drawn[0]?.durationFrames ?? project.segmentFrames}
            disabled={!canEdit}
            onEdit={(durationFrames, groupId) =>
              edit(`Set length to ${countOf(durationFrames, "frame")}`, { durationFrames }, groupId)
            }
          />
          {setsLength && canEdit ? (
            <button
              type="button"
              className="-mt-1 self-end text-2xs text-muted hover:text-text"
              onClick={() => edit("Use the project's length", { durationFrames: null })}
            >
              Use the project’s {project.segmentFrames}
            </button>
          ) : null}
          <Select
            label="Easing"
            value={easing.isMixed ? null : (easing.value ?? AS_PROJECT)}
            placeholder="Mixed"
            disabled={!canEdit}
            options={[
              { value: AS_PROJECT, label: `As the project (${EASING_NAMES[project.easing]})` },
              ...EASINGS.map((value) => ({ value, label: EASING_NAMES[value] })),
            ]}
            onEdit={(value) => edit("Change easing", { easing: easingFrom(value) })}
          />
          <SegmentMotionField {...props} segments={drawn} />
        </>
      ) : null}
      {segment && segments.length === 1 && segment.isCut ? (
        <TextField
          label="Shot name"
          layout="row"
          value={segment.record.shotName}
          placeholder="The shot that begins here"
          maxLength={LIMITS.nameChars}
          disabled={!canEdit}
          onEdit={(shotName, groupId) =>
            commit({
              label: "Name the shot",
              change: setSegments({ segments, fields: { shotName } }),
              groupId,
            })
          }
        />
      ) : null}
    </>
  );
}

function easingFrom(value: string): Easing | null {
  return EASINGS.find((easing) => easing === value) ?? null;
}
