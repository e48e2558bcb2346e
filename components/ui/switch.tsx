"use client";

/** On or off, at once: a checkbox to the keyboard, a switch to screen readers. */
export function Switch(props: {
  /** What it turns on: its accessible name. */
  label: string;
  checked: boolean;
  onEdit: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <label className="relative inline-flex h-6 w-8 shrink-0 items-center has-disabled:opacity-50">
      <input
        type="checkbox"
        role="switch"
        aria-label={props.label}
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onEdit(event.target.checked)}
        className="peer absolute inset-0 m-0 appearance-none rounded-full focus-visible:outline-none"
      />
      <span
        aria-hidden
        className="pointer-events-none h-4.5 w-8 rounded-full bg-line-strong p-0.5 transition-colors peer-checked:bg-select peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-select after:block after:size-3.5 after:rounded-full after:bg-text after:transition-transform peer-checked:after:translate-x-3.5 peer-checked:after:bg-white"
      />
    </label>
  );
}
