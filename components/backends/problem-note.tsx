import { TriangleAlert } from "lucide-react";

/** What went wrong, where it went wrong; nothing while nothing did. */
export function ProblemNote({ problem }: { problem: string | null }) {
  if (problem === null) return null;
  return (
    <p role="alert" className="flex gap-2 rounded-md bg-danger/15 px-3 py-2 text-xs">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-danger" />
      <span className="min-w-0 break-words whitespace-pre-line">{problem}</span>
    </p>
  );
}
