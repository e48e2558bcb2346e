import type { ReactNode } from "react";

export const FIELD_CLASSES =
  "w-full min-w-0 rounded-md border border-line bg-field px-2 text-xs text-text placeholder:text-faint hover:border-line-strong focus:border-select focus:outline-none disabled:opacity-50 disabled:hover:border-line aria-invalid:border-danger";

/** A label above or beside a control, with help or an error below it. */
export function Field(props: {
  label: string;
  htmlFor?: string | undefined;
  layout?: "stacked" | "row";
  help?: ReactNode;
  error?: ReactNode;
  helpId?: string | undefined;
  children: ReactNode;
}) {
  const note = props.error ?? props.help;
  return (
    <div className="min-w-0">
      <div
        className={
          props.layout === "row"
            ? "grid grid-cols-[84px_minmax(0,1fr)] items-center gap-2"
            : "flex flex-col gap-1"
        }
      >
        <label htmlFor={props.htmlFor} className="truncate text-xs text-muted">
          {props.label}
        </label>
        <div className="min-w-0">{props.children}</div>
      </div>
      {note ? (
        <p
          id={props.helpId}
          className={`mt-1 text-2xs ${props.error ? "text-danger" : "text-faint"}`}
        >
          {note}
        </p>
      ) : null}
    </div>
  );
}
