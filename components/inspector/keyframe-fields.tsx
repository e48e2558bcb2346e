"use client";

import { NumberField } from "#components/ui/number-field.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { setKeyframes, type KeyframeFields as Fields } from "#lib/core/edits/set-keyframes.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { commonValue, sharedOrNull } from "./common-value.ts";
import { HOLD_FIELD_ID } from "./hold-field-id.ts";
import type { PanelProps } from "./inspector-props.ts";
import { countOf, secondsText } from "./words.ts";

/** The editable properties of one keyframe or many; where they differ, "Mixed". */
export function KeyframeFields(props: PanelProps & { keyframes: readonly Keyframe[] }) {
  const { keyframes, view, canEdit, commit } = props;
  const isMany = keyframes.length > 1;
  const edit = (label: string, fields: Fields, groupId: string) =>
    commit({
      label: isMany ? `${label} of ${countOf(keyframes.length, "keyframe")}` : label,
      change: setKeyframes({ keyframes, fields }),
      groupId,
    });
  const hold = sharedOrNull(commonValue(keyframes, (keyframe) => keyframe.holdFrames));
  const text = (name: "label" | "action" | "dialogue") => {
    const common = commonValue(keyframes, (keyframe) => keyframe[name]);
    return {
      value: sharedOrNull(common) ?? "",
      placeholder: common.isMixed ? "Mixed" : undefined,
      disabled: !canEdit,
    };
  };
  return (
    <>
      <NumberField
        inputId={HOLD_FIELD_ID}
        label="Hold"
        value={hold}
        min={LIMITS.holdFrames.min}
        max={LIMITS.holdFrames.max}
        unit={hold === 1 ? "frame" : "frames"}
        suffix={hold === null ? undefined : secondsText(hold, view.project.frameRate)}
        placeholder="Mixed"
        fallback={keyframes[0]?.holdFrames ?? 0}
        disabled={!canEdit}
        onEdit={(holdFrames, groupId) =>
          edit(`Set hold to ${countOf(holdFrames, "frame")}`, { holdFrames }, groupId)
        }
      />
      <TextField
        label="Label"
        layout="row"
        maxLength={LIMITS.nameChars}
        {...text("label")}
        onEdit={(label, groupId) => edit("Change label", { label }, groupId)}
      />
      <TextField
        label="Action"
        rows={3}
        maxLength={LIMITS.noteChars}
        {...text("action")}
        onEdit={(action, groupId) => edit("Change action", { action }, groupId)}
      />
      <TextField
        label="Dialogue"
        rows={2}
        maxLength={LIMITS.noteChars}
        {...text("dialogue")}
        onEdit={(dialogue, groupId) => edit("Change dialogue", { dialogue }, groupId)}
      />
    </>
  );
}
