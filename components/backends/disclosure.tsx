import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** What most people don't need, behind a line that says what it is. */
export function Disclosure(props: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details className="group min-w-0" open={props.open}>
      <summary className="flex list-none items-center gap-1 rounded-sm py-0.5 text-xs text-muted select-none hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open:rotate-90"
        />
        {props.summary}
      </summary>
      <div className="mt-2 pl-4.5">{props.children}</div>
    </details>
  );
}
