import { classNames } from "./class-names.ts";

/** A grey shape where content is about to be. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={classNames("animate-pulse rounded-md bg-raised", className)} />
  );
}
