import type { Records } from "#lib/core/records.ts";
import { isPending } from "#lib/core/take.ts";
import type { Progress } from "../protocol.ts";

type ProgressMap = ReadonlyMap<string, Progress>;

/** The newest word on each take and render. */
export function withProgress(progress: ProgressMap, news: readonly Progress[]): ProgressMap {
  const next = new Map(progress);
  for (const item of news) next.set(item.id, item);
  return next;
}

/** Without takes and renders that have ended or are gone; the same map when there are none. */
export function withoutFinished(progress: ProgressMap, records: Records): ProgressMap {
  const isUnderWay = ({ kind, id }: Progress): boolean => {
    const take = kind === "take" ? records.take.get(id) : undefined;
    if (take) return isPending(take);
    const state = records.render.get(id)?.status.state;
    return state === "queued" || state === "running";
  };
  const going = [...progress].filter(([, item]) => isUnderWay(item));
  return going.length === progress.size ? progress : new Map(going);
}
