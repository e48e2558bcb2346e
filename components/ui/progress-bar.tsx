import { classNames } from "./class-names.ts";

const FILLS = {
  accent: "bg-accent",
  select: "bg-select",
  ok: "bg-ok",
  danger: "bg-danger",
} as const;

/** How far something has come; `fraction` 0..1, or null when nobody can say. */
export function ProgressBar(props: {
  label: string;
  fraction: number | null;
  tone?: keyof typeof FILLS;
}) {
  const percent = props.fraction === null ? null : Math.round(props.fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="h-1 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className={classNames(
          "h-full rounded-full",
          FILLS[props.tone ?? "accent"],
          percent === null ? "w-1/3 animate-sweep" : "transition-[width] duration-200",
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
