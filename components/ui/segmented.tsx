"use client";

import { useId } from "react";
import { classNames } from "./class-names.ts";
import { Field } from "./field.tsx";

/** A choice of two or three that are always in sight; a radio group to the keyboard and to screen readers. */
export function Segmented<Value extends string>(props: {
  label: string;
  /** Null when the choice is mixed: none is pressed. */
  value: Value | null;
  options: readonly { readonly value: Value; readonly label: string }[];
  onEdit: (value: Value) => void;
  disabled?: boolean;
  help?: string | undefined;
}) {
  const name = useId();
  return (
    <Field label={props.label} layout="row" help={props.help}>
      <div
        role="radiogroup"
        aria-label={props.label}
        className="flex h-7 rounded-md border border-line bg-field p-0.5"
      >
        {props.options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              "flex flex-1 items-center justify-center rounded-sm px-2 text-xs select-none has-focus-visible:outline-2 has-focus-visible:outline-select",
              props.value === option.value ? "bg-hover text-text" : "text-muted hover:text-text",
              props.disabled === true && "opacity-50",
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={props.value === option.value}
              disabled={props.disabled}
              onChange={() => props.onEdit(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </Field>
  );
}
