import type { UploadGap } from "./scene.ts";
import type { TimelineUpload, TimelineView } from "./timeline-props.ts";

/** Uploads by the gap that they will land in, each gap's in their own order. */
export function uploadGapsOf(
  uploads: readonly TimelineUpload[],
  view: TimelineView | null,
): readonly UploadGap[] {
  const keyframes = view?.sequence.keyframes ?? [];
  const byGap = new Map<number, TimelineUpload[]>();
  for (const upload of uploads) {
    let low = 0;
    let high = keyframes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Order keys are compared by code unit, as everywhere.
      if ((keyframes[middle]?.order ?? "") < upload.order) low = middle + 1;
      else high = middle;
    }
    const list = byGap.get(low) ?? [];
    list.push(upload);
    byGap.set(low, list);
  }
  return [...byGap].map(([gapIndex, list]) => ({
    gapIndex,
    uploads: list.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)),
  }));
}
