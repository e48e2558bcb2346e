import type { ReactNode } from "react";
import { ProblemNote } from "./problem-note.tsx";

/** The buttons of a form in a dialog, in sight however long the form is, and why it can't be sent as it is. */
export function FormFooter(props: { problem: string | null; children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 -mx-5 -mb-4 flex flex-col gap-3 border-t border-line bg-panel px-5 py-3">
      <ProblemNote problem={props.problem} />
      <div className="flex flex-wrap items-center justify-end gap-2">{props.children}</div>
    </div>
  );
}
