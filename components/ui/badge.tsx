import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const TONES = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent/20 text-accent",
  select: "bg-select/20 text-select",
  ok: "bg-ok/20 text-ok",
  warn: "bg-warn/20 text-warn",
  danger: "bg-danger/20 text-danger",
} as const;

export type Tone = keyof typeof TONES;

/** A word or a count on what it belongs to. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex h-4.5 items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
