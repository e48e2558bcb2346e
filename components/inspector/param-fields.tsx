"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { NumberField } from "#components/ui/number-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { BackendDescription, ParamSpec } from "#lib/core/backend-description.ts";
import type { Change } from "#lib/core/change.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { LIMITS } from "#lib/core/limits.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { commonValue, sharedOrNull } from "./common-value.ts";
import type { PanelProps } from "./inspector-props.ts";

type ParamValue = number | boolean | string;

/** The model's own settings, by its own names and ranges, as its description gives them. */
export function ParamFields(
  props: PanelProps & { segments: readonly SequenceSegment[]; backend: BackendDescription },
) {
  const { segments, backend, canEdit, commit } = props;
  return backend.params.map((spec) => (
    <ParamField
      key={spec.name}
      spec={spec}
      value={sharedOrNull(
        commonValue(segments, (segment) => segment.record.params[spec.name] ?? spec.default),
      )}
      disabled={!canEdit}
      onEdit={(value, groupId) =>
        commit({
          label: `Change ${spec.label.toLowerCase()}`,
          change: setParam({ segments, name: spec.name, value }),
          ...(groupId === undefined ? {} : { groupId }),
        })
      }
    />
  ));
}

/** Each segment keeps its other settings. */
function setParam(options: {
  segments: readonly SequenceSegment[];
  name: string;
  value: ParamValue;
}): Change {
  const patch = options.segments.flatMap((segment) => {
    const params = { ...segment.record.params, [options.name]: options.value };
    return setSegments({ segments: [segment], fields: { params } }).patch;
  });
  return { put: [], patch, remove: [] };
}

function ParamField(props: {
  spec: ParamSpec;
  value: ParamValue | null;
  disabled: boolean;
  onEdit: (value: ParamValue, groupId?: string) => void;
}) {
  const { spec, value, disabled, onEdit } = props;
  const shared = { label: spec.label, help: spec.help === "" ? undefined : spec.help, disabled };
  switch (spec.type) {
    case "number":
      return (
        <NumberField
          {...shared}
          value={typeof value === "number" ? value : null}
          min={spec.min}
          max={spec.max}
          step={spec.step}
          fallback={spec.default}
          placeholder="Mixed"
          onEdit={onEdit}
        />
      );
    case "boolean":
      return <Checkbox {...shared} checked={value === true} onEdit={(next) => onEdit(next)} />;
    case "choice":
      return (
        <Select
          {...shared}
          value={typeof value === "string" ? value : null}
          placeholder="Mixed"
          options={spec.choices.map((choice) => ({ value: choice, label: choice }))}
          onEdit={(next) => onEdit(next)}
        />
      );
    case "text":
      return (
        <TextField
          {...shared}
          value={typeof value === "string" ? value : ""}
          placeholder={value === null ? "Mixed" : undefined}
          maxLength={LIMITS.promptChars}
          onEdit={onEdit}
        />
      );
  }
}
