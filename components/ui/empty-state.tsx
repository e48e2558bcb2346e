import type { ReactNode } from "react";

/** What stands where there is nothing yet: what could be here, and how to get it. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center justify-center gap-2 p-8 text-center">
      {props.icon ? <div className="mb-1 text-faint [&_svg]:size-8">{props.icon}</div> : null}
      <p className="text-base font-semibold">{props.title}</p>
      {props.children ? (
        <div className="max-w-sm text-sm text-balance text-muted">{props.children}</div>
      ) : null}
      {props.actions ? (
        <div className="mt-3 flex flex-wrap justify-center gap-2">{props.actions}</div>
      ) : null}
    </div>
  );
}
