import type { ProjectView } from "#lib/core/project-view.ts";
import type { Take } from "#lib/core/take.ts";

type Reading = Pick<ProjectView, "sequence" | "takesBySegment">;

const NONE: readonly Take[] = [];
/** The last answer for each state of the takes: the bar asks again with every message of progress. */
const known = new WeakMap<
  Reading["takesBySegment"],
  { sequence: Reading["sequence"]; failed: readonly Take[] }
>();

/** Takes that failed and that no later take of their segment has replaced, in the order of the segments. */
export function failedTakesOf({ sequence, takesBySegment }: Reading): readonly Take[] {
  const last = known.get(takesBySegment);
  if (last?.sequence === sequence) return last.failed;
  const found = sequence.segments.flatMap(({ id, isCut }) => {
    const newest = isCut ? undefined : takesBySegment.get(id)?.at(-1);
    return newest?.status.state === "failed" ? [newest] : [];
  });
  const failed = found.length === 0 ? NONE : found;
  known.set(takesBySegment, { sequence, failed });
  return failed;
}
