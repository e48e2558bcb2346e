"use client";

import { useId } from "react";
import { Field } from "#components/ui/field.tsx";
import { useDraft } from "#components/ui/use-draft.ts";

/** A colour, picked with the browser's own picker; one visit to the picker is one edit. */
export function ColorField(props: {
  label: string;
  /** `#rrggbb` */
  value: string;
  disabled?: boolean;
  onEdit: (color: string, groupId: string) => void;
}) {
  const id = useId();
  const draft = useDraft({ value: props.value, onEdit: props.onEdit });
  return (
    <Field label={props.label} htmlFor={id} layout="row">
      <span className="flex h-7 items-center gap-2 rounded-md border border-line bg-field px-1.5 text-xs tabular-nums">
        <input
          id={id}
          type="color"
          value={draft.text}
          disabled={props.disabled}
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.flush}
          className="size-4.5 shrink-0 appearance-none rounded-sm border-0 bg-transparent p-0"
        />
        {draft.text}
      </span>
    </Field>
  );
}
