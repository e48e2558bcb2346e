"use client";

import { ChevronDown } from "lucide-react";
import { useId } from "react";
import { classNames } from "./class-names.ts";
import { Field, FIELD_CLASSES } from "./field.tsx";

export type SelectOption = { readonly value: string; readonly label: string };

/** A choice of one of a few, on the browser's own select: right on every device, and no script. */
export function Select(props: {
  label: string;
  /** Null shows the placeholder ("Mixed"). */
  value: string | null;
  options: readonly SelectOption[];
  onEdit: (value: string) => void;
  placeholder?: string | undefined;
  help?: string | undefined;
  disabled?: boolean;
  layout?: "stacked" | "row";
}) {
  const id = useId();
  return (
    <Field label={props.label} htmlFor={id} layout={props.layout ?? "row"} help={props.help}>
      <div className="relative">
        <select
          id={id}
          value={props.value ?? ""}
          disabled={props.disabled}
          onChange={(event) => props.onEdit(event.target.value)}
          className={classNames(
            FIELD_CLASSES,
            "h-7 appearance-none truncate pr-7 [&>option]:bg-panel",
          )}
        >
          {props.value === null ? (
            <option value="" disabled>
              {props.placeholder ?? ""}
            </option>
          ) : null}
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-2 right-2 size-3 text-muted"
        />
      </div>
    </Field>
  );
}
