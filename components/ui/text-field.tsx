"use client";

import { useId, type KeyboardEvent } from "react";
import { classNames } from "./class-names.ts";
import { Field, FIELD_CLASSES } from "./field.tsx";
import { useDraft } from "./use-draft.ts";

export type TextFieldProps = {
  label: string;
  value: string;
  /** Called after each pause in typing and at its end; one burst of typing has one group id. */
  onEdit: (text: string, groupId: string) => void;
  placeholder?: string | undefined;
  help?: string | undefined;
  maxLength?: number;
  /** More than one row makes it a text area. */
  rows?: number;
  disabled?: boolean;
  layout?: "stacked" | "row";
  inputId?: string;
};

/** A labelled line or area of text for a property of a record. */
export function TextField(props: TextFieldProps) {
  const ownId = useId();
  const id = props.inputId ?? ownId;
  const draft = useDraft({ value: props.value, onEdit: props.onEdit });
  const isArea = props.rows !== undefined && props.rows > 1;
  const shared = {
    id,
    value: draft.text,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    disabled: props.disabled,
    onBlur: draft.flush,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === "Escape" || (event.key === "Enter" && !isArea)) event.currentTarget.blur();
    },
  };
  return (
    <Field label={props.label} htmlFor={id} layout={props.layout ?? "stacked"} help={props.help}>
      {isArea ? (
        <textarea
          {...shared}
          rows={props.rows}
          onChange={(event) => draft.change(event.target.value)}
          className={classNames(FIELD_CLASSES, "block resize-y py-1.5 leading-4")}
        />
      ) : (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          onChange={(event) => draft.change(event.target.value)}
          className={classNames(FIELD_CLASSES, "h-7")}
        />
      )}
    </Field>
  );
}
