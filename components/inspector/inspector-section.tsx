import type { ReactNode } from "react";

/** A titled part of the inspector. */
export function InspectorSection(props: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-b border-line px-3 py-3 last:border-b-0">
      <header className="mb-2 flex h-6 items-center justify-between gap-2">
        <h3 className="text-xs font-semibold text-text">{props.title}</h3>
        {props.action}
      </header>
      <div className="flex flex-col gap-2">{props.children}</div>
    </section>
  );
}

/** What is selected, at the top of the inspector. */
export function InspectorHeading(props: {
  title: string;
  detail?: string | undefined;
  action?: ReactNode;
}) {
  return (
    <header className="flex items-center gap-2 border-b border-line px-3 py-2">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-sm font-semibold">{props.title}</h2>
        {props.detail === undefined ? null : (
          <p className="truncate text-2xs text-muted tabular-nums">{props.detail}</p>
        )}
      </div>
      {props.action}
    </header>
  );
}
