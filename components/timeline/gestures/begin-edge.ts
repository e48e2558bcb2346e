import { isEmptyChange, type Change } from "#lib/core/change.ts";
import { setKeyframes } from "#lib/core/edits/set-keyframes.ts";
import { setSegments } from "#lib/core/edits/set-segments.ts";
import { LIMITS } from "#lib/core/limits.ts";
import { scheduleOf } from "#lib/core/schedule.ts";
import type { Sequence } from "#lib/core/sequence.ts";
import type { TimelineController } from "../timeline-controller.ts";
import { layoutOf } from "../timeline-layout.ts";
import type { Gesture, GesturePoint } from "./gesture.ts";

/** Drags the right edge of a hold or of a segment. What follows moves along; one change at the end. */
export function beginEdge(
  controller: TimelineController,
  start: { point: GesturePoint; type: "hold" | "length"; index: number },
): Gesture | null {
  const { type, index } = start;
  const sequence = controller.props().view?.sequence;
  const keyframe = sequence?.keyframes[index];
  const segment = sequence?.segments[index];
  if (!sequence || !keyframe || (type === "length" && !segment)) return null;
  const startFrames =
    type === "hold" ? (controller.layout().holdFrames[index] ?? 0) : (segment?.durationFrames ?? 0);
  const limits = type === "hold" ? LIMITS.holdFrames : LIMITS.segmentFrames;
  const startX = start.point.x + controller.viewport().scrollPx;
  let frames = startFrames;

  function framesAt(point: GesturePoint): number {
    const { scrollPx, pxPerFrame } = controller.viewport();
    const moved = Math.round((point.x + scrollPx - startX) / pxPerFrame);
    return Math.min(limits.max, Math.max(limits.min, startFrames + moved));
  }

  return {
    cursor: "ew-resize",
    scrollsAtEdges: true,
    move(point) {
      frames = framesAt(point);
      const next = withFrames(sequence, { type, index, frames });
      controller.setPreview({ type, index, frames }, layoutOf(scheduleOf(next)));
    },
    end(point, isDrag) {
      controller.setPreview({ type: "none" });
      if (!isDrag) return;
      frames = framesAt(point);
      if (frames === startFrames) return;
      const change: Change =
        type === "length" && segment
          ? setSegments({ segments: [segment], fields: { durationFrames: frames } })
          : setKeyframes({ keyframes: [keyframe], fields: { holdFrames: frames } });
      if (isEmptyChange(change)) return;
      const what = type === "hold" ? "hold" : "length";
      controller.props().commit({ label: `Set ${what} to ${frameCount(frames)}`, change });
    },
    cancel() {
      controller.setPreview({ type: "none" });
    },
  };
}

function withFrames(
  sequence: Sequence,
  edit: { type: "hold" | "length"; index: number; frames: number },
): Sequence {
  const { type, index, frames } = edit;
  const keyframe = sequence.keyframes[index];
  const segment = sequence.segments[index];
  if (type === "hold" && keyframe) {
    return {
      ...sequence,
      keyframes: sequence.keyframes.with(index, { ...keyframe, holdFrames: frames }),
    };
  }
  if (!segment) return sequence;
  return {
    ...sequence,
    segments: sequence.segments.with(index, { ...segment, durationFrames: frames }),
  };
}

function frameCount(frames: number): string {
  return frames === 1 ? "1 frame" : `${frames} frames`;
}
