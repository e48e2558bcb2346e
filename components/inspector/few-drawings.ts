import type { Motion } from "#lib/core/motion.ts";
import type { ProjectView } from "#lib/core/project-view.ts";
import type { SequenceSegment } from "#lib/core/sequence.ts";

/** Drawings that have to fill more frames than there are of them. */
export type FewDrawings = { readonly drawings: number; readonly frames: number };

/**
 * The first of these segments whose drawings are fewer than its frames: those of the take that is chosen, else those
 * that its backend would give.
 * @returns null where each frame has a drawing of its own, and how drawings fill frames is no question
 */
export function fewDrawingsOf(
  view: Pick<ProjectView, "records" | "backends">,
  segments: readonly SequenceSegment[],
): FewDrawings | null {
  for (const segment of segments) {
    const frames = segment.durationFrames;
    const drawings = drawingsOf(view, segment);
    if (drawings !== null && drawings < frames) return { drawings, frames };
  }
  return null;
}

function drawingsOf(
  { records, backends }: Pick<ProjectView, "records" | "backends">,
  segment: SequenceSegment,
): number | null {
  if (segment.isCut) return null;
  const { chosenTakeId } = segment.record;
  const chosen = chosenTakeId === null ? undefined : records.take.get(chosenTakeId);
  return chosen?.original?.frames ?? backends.get(segment.backendId)?.nativeFrames ?? null;
}

/** What becomes of few drawings, in a sentence. */
export function motionHelp(motion: Motion | null, { drawings, frames }: FewDrawings): string {
  const what = `${drawings} drawings fill ${frames} frames`;
  switch (motion) {
    case "held":
      return `${what}: each is held for about ${Math.max(2, Math.round(frames / drawings))}, as drawn by hand.`;
    case "smoothed":
      return `${what}: Genga draws what lies between them, as its draft does. Good for even motion.`;
    case null:
      return `${what}: held one after the other, or with what lies between them drawn too.`;
  }
}
