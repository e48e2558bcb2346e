"use client";

import { useId, type ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { Field, FIELD_CLASSES } from "#components/ui/field.tsx";

/** A labelled line of a form that is sent as a whole; a password is never offered to be kept by the browser. */
export function InputField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "password";
  help?: ReactNode;
  placeholder?: string;
  maxLength: number;
  required?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  isAddress?: boolean;
}) {
  const id = useId();
  const helpId = `${id}-help`;
  const { type = "text", isAddress = false } = props;
  return (
    <Field label={props.label} htmlFor={id} help={props.help} helpId={helpId}>
      <input
        id={id}
        type={type}
        value={props.value}
        placeholder={props.placeholder}
        maxLength={props.maxLength}
        required={props.required}
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        autoComplete={type === "password" ? "new-password" : "off"}
        {...(isAddress ? { inputMode: "url" as const, autoCapitalize: "none" } : {})}
        spellCheck={false}
        aria-describedby={props.help === undefined ? undefined : helpId}
        onChange={(event) => props.onChange(event.target.value)}
        className={classNames(FIELD_CLASSES, "h-8 px-2.5")}
      />
    </Field>
  );
}
