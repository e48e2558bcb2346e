"use client";

import { classNames } from "#components/ui/class-names.ts";
import type { HealthWords } from "./health-words.ts";

const DOTS: Record<HealthWords["tone"], string> = {
  ok: "bg-ok",
  warn: "bg-warn",
  danger: "bg-danger",
  neutral: "bg-faint",
};

/** A dot and what it means. */
export function HealthLine({ words, isChecking }: { words: HealthWords; isChecking: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-start gap-2 text-xs text-muted" aria-live="polite">
      <span
        aria-hidden
        className={classNames(
          "mt-1 size-2 shrink-0 rounded-full",
          isChecking ? "animate-pulse bg-select" : DOTS[words.tone],
        )}
      />
      <span className="min-w-0 text-pretty break-words tabular-nums">
        {isChecking ? "Looking…" : words.text}
      </span>
    </span>
  );
}
