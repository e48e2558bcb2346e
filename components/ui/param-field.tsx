"use client";

import { Checkbox } from "./checkbox.tsx";
import { NumberField } from "./number-field.tsx";
import { Select } from "./select.tsx";
import { TextField } from "./text-field.tsx";
import type { ParamSpec } from "#lib/core/backend-description.ts";
import { LIMITS } from "#lib/core/limits.ts";

export type ParamValue = number | boolean | string;

/** One setting of a model, by its own name and range, as the model's description gives it. */
export function ParamField(props: {
  spec: ParamSpec;
  /** Null shows the placeholder. */
  value: ParamValue | null;
  disabled: boolean;
  onEdit: (value: ParamValue, groupId?: string) => void;
  /** What stands where there is no one value. */
  placeholder?: string;
  /** Where the label of a number or a choice is; that of a text is always above it. */
  layout?: "stacked" | "row";
}) {
  const { spec, value, disabled, onEdit, placeholder = "Mixed", layout = "row" } = props;
  const shared = { label: spec.label, help: spec.help === "" ? undefined : spec.help, disabled };
  switch (spec.type) {
    case "number":
      return (
        <NumberField
          {...shared}
          layout={layout}
          value={typeof value === "number" ? value : null}
          min={spec.min}
          max={spec.max}
          step={spec.step}
          fallback={spec.default}
          placeholder={placeholder}
          onEdit={onEdit}
        />
      );
    case "boolean":
      return <Checkbox {...shared} checked={value === true} onEdit={(next) => onEdit(next)} />;
    case "choice":
      return (
        <Select
          {...shared}
          layout={layout}
          value={typeof value === "string" ? value : null}
          placeholder={placeholder}
          options={spec.choices.map((choice) => ({ value: choice, label: choice }))}
          onEdit={(next) => onEdit(next)}
        />
      );
    case "text":
      return (
        <TextField
          {...shared}
          value={typeof value === "string" ? value : ""}
          placeholder={value === null ? placeholder : undefined}
          maxLength={LIMITS.promptChars}
          onEdit={onEdit}
        />
      );
  }
}
