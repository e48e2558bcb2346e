import { orderKeysBetween, type Ordered } from "#lib/core/order.ts";
import type { Sequence } from "#lib/core/sequence.ts";

/** `uploading`: bytes go. `processing`: the server has them and is looking at the image. */
export type UploadState = "queued" | "uploading" | "processing" | "done" | "failed";

/** One file on its way to become a keyframe. */
export type UploadItem = {
  /** Also the id of the keyframe that it becomes. */
  readonly id: string;
  readonly file: File;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** All files of one drop (or paste, or pick) share it; they are one step of undo. */
  readonly dropId: string;
  /** The keyframe's place, fixed when the file was dropped. */
  readonly order: string;
  readonly state: UploadState;
  /** 0..1 of the bytes. */
  readonly fraction: number;
  /** Why it failed and what to do, for the person. */
  readonly message: string | null;
  /** Whether sending the same file again may help. */
  readonly canRetry: boolean;
};

export function isUnderWay(item: UploadItem): boolean {
  return item.state === "queued" || item.state === "uploading" || item.state === "processing";
}

/**
 * Places for the files of a drop: in the gap, behind what an earlier drop into the same gap still has on its way.
 * @param options.gapIndex the gap in the sequence: 0 is before the first keyframe, n after the last.
 */
export function ordersForDrop(options: {
  sequence: Sequence;
  gapIndex: number;
  count: number;
  onTheWay: readonly Ordered[];
}): string[] {
  const { sequence, gapIndex, count, onTheWay } = options;
  const before = sequence.keyframes[gapIndex - 1]?.order ?? null;
  const after =
    sequence.keyframes.slice(gapIndex).find(({ order }) => before === null || order > before)
      ?.order ?? null;
  let last = before;
  for (const { order } of onTheWay) {
    const isInGap = (before === null || order > before) && (after === null || order < after);
    if (isInGap && (last === null || order > last)) last = order;
  }
  return orderKeysBetween(last, after, count);
}

/** Where an upload will stand: how many of the sequence's keyframes come before it. */
export function gapIndexOf(sequence: Sequence, order: string): number {
  let low = 0;
  let high = sequence.keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sequence.keyframes[middle]?.order ?? "") <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A drawing's label from its file: the name without its ending, as far as a label goes. */
export function labelOf(fileName: string, maxChars: number): string {
  const stem = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, "");
  const text = (stem === "" ? fileName : stem).replaceAll("\u0000", "").toWellFormed();
  return text.slice(0, maxChars).toWellFormed();
}
