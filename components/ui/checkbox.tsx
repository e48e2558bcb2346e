"use client";

/** A labelled yes or no. */
export function Checkbox(props: {
  label: string;
  checked: boolean;
  onEdit: (checked: boolean) => void;
  help?: string | undefined;
  disabled?: boolean;
}) {
  return (
    <label className="flex items-start gap-2 text-xs text-text select-none has-disabled:opacity-50">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onEdit(event.target.checked)}
        className="mt-0.5 size-3.5 shrink-0 accent-select"
      />
      <span className="min-w-0">
        {props.label}
        {props.help === undefined ? null : (
          <span className="block text-2xs text-faint">{props.help}</span>
        )}
      </span>
    </label>
  );
}
