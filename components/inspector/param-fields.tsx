"use client";

import { ParamField, type ParamValue } from "#components/ui/param-field.tsx";
import type { BackendDescription, ParamSpec } from "#lib/core/backend-description.ts";
import type { Change } from "#lib/core/change.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";
import { commonValue, sharedOrNull } from "./common-value.ts";
import type { PanelProps } from "./inspector-props.ts";

/** The model's own settings, by its own names and ranges, as its description gives them. */
export function ParamFields(
  props: PanelProps & { segments: readonly SequenceSegment[]; backend: BackendDescription },
) {
  const { segments, backend, canEdit, commit } = props;
  return backend.params.map((spec) => (
    <SegmentParam
      key={spec.name}
      spec={spec}
      value={sharedOrNull(
        commonValue(segments, (segment) => segment.record.params[spec.name] ?? spec.default),
      )}
      isOwn={segments.some(
        ({ record }) => (record.params[spec.name] ?? spec.default) !== spec.default,
      )}
      onReset={() =>
        commit({
          label: `Reset ${spec.label.toLowerCase()}`,
          change: setParam({ segments, name: spec.name, value: null }),
        })
      }
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

/** Each segment keeps its other settings; null goes back to the backend's default. */
function setParam(options: {
  segments: readonly SequenceSegment[];
  name: string;
  value: ParamValue | null;
}): Change {
  const patch = options.segments.flatMap((segment) => {
    const { [options.name]: _, ...others } = segment.record.params;
    const params = options.value === null ? others : { ...others, [options.name]: options.value };
    return setSegments({ segments: [segment], fields: { params } }).patch;
  });
  return { put: [], patch, remove: [] };
}

type SegmentParamProps = {
  spec: ParamSpec;
  /** Null when the segments differ. */
  value: ParamValue | null;
  /** One of the segments has another value than the default. */
  isOwn: boolean;
  disabled: boolean;
  onEdit: (value: ParamValue, groupId?: string) => void;
  onReset: () => void;
};

function SegmentParam({ spec, isOwn, onReset, ...field }: SegmentParamProps) {
  const { disabled } = field;
  return (
    <div>
      {/* The models' own names are long, and cutting them short would hide what the model calls the setting. */}
      <ParamField {...field} spec={withRange(spec)} layout="stacked" />
      {isOwn && !disabled ? (
        <button
          type="button"
          className="mt-0.5 rounded-sm text-2xs text-muted underline-offset-2 hover:text-text hover:underline"
          onClick={onReset}
        >
          Reset to {defaultText(spec)}
        </button>
      ) : null}
    </div>
  );
}

function defaultText(spec: ParamSpec): string {
  switch (spec.type) {
    case "boolean":
      return spec.default ? "on" : "off";
    case "text":
      return spec.default === "" ? "nothing" : `“${spec.default}”`;
    default:
      return String(spec.default);
  }
}

/** With its range, which a person can't see in a field. */
function withRange(spec: ParamSpec): ParamSpec {
  if (spec.type !== "number") return spec;
  return { ...spec, help: `${spec.help} ${spec.min} to ${spec.max}.`.trim() };
}
