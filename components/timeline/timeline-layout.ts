import type { Schedule } from "#lib/core/schedule.ts";

/**
 * Where everything lies along the timeline, free of zoom and scroll.
 *
 * ```
 *   film frames   0        12                    60 61          109
 *                 ├ hold 0 ┼ segment 0~1         ┼ h1┼ cut
 *   room          ├────────┼─────────────────────┼────────┤
 *                 └─────── slot 0 ───────────────┴ slot 1 ┘
 *   pixels        x = room × pxPerFrame − scrollPx
 * ```
 * A keyframe's slot is its hold and the segment after it. Room is measured in frames, but a slot shorter than
 * `MIN_SLOT_FRAMES` takes the room of that many, so that two drawings a frame apart (a hard cut) stay two things that
 * can be seen and caught. Zoom is then one multiplication, and the arrays are made once for each state of the project.
 */
export type TimelineLayout = {
  readonly keyframeCount: number;
  readonly totalFrames: number;
  /** Room of the whole film. */
  readonly totalRoom: number;
  /** Film frame at which slot i begins; entry n is the film's end. */
  readonly startFrames: Float64Array;
  /** Room at which slot i begins; entry n is the film's end. */
  readonly startRoom: Float64Array;
  /** Frames of slot i that are its keyframe's hold. */
  readonly holdFrames: Int32Array;
};

/** Shorter slots are drawn this long. A third of a second at 24 frames: a hold that short is rare outside hard cuts. */
export const MIN_SLOT_FRAMES = 8;

export function layoutOf(schedule: Schedule): TimelineLayout {
  const keyframeCount = schedule.keyframeStartFrames.length;
  const startFrames = new Float64Array(keyframeCount + 1);
  const startRoom = new Float64Array(keyframeCount + 1);
  const holdFrames = new Int32Array(keyframeCount);
  for (const entry of schedule.entries) {
    if (entry.type === "hold") holdFrames[entry.keyframeIndex] = entry.frames;
  }
  let room = 0;
  for (let index = 0; index < keyframeCount; index += 1) {
    const start = schedule.keyframeStartFrames[index] ?? 0;
    const end = schedule.keyframeStartFrames[index + 1] ?? schedule.totalFrames;
    startFrames[index] = start;
    startRoom[index] = room;
    room += Math.max(MIN_SLOT_FRAMES, end - start);
  }
  startFrames[keyframeCount] = schedule.totalFrames;
  startRoom[keyframeCount] = room;
  return {
    keyframeCount,
    totalFrames: schedule.totalFrames,
    totalRoom: room,
    startFrames,
    startRoom,
    holdFrames,
  };
}

/** The slot that a film frame is in; 0 before the film, the last after it. */
export function slotAtFrame(layout: TimelineLayout, frame: number): number {
  return lastAtOrBefore(layout.startFrames, layout.keyframeCount, frame);
}

/** The slot at a place; 0 before the film, the last after it. */
export function slotAtRoom(layout: TimelineLayout, room: number): number {
  return lastAtOrBefore(layout.startRoom, layout.keyframeCount, room);
}

/** The room at which a film frame begins; outside the film it goes on at one for one. */
export function roomAtFrame(layout: TimelineLayout, frame: number): number {
  if (layout.keyframeCount === 0 || frame < 0) return frame;
  if (frame >= layout.totalFrames) return layout.totalRoom + (frame - layout.totalFrames);
  const slot = slotAtFrame(layout, frame);
  return (
    at(layout.startRoom, slot) + (frame - at(layout.startFrames, slot)) * stretch(layout, slot)
  );
}

/** The film frame at a place, not rounded. */
export function frameAtRoom(layout: TimelineLayout, room: number): number {
  if (layout.keyframeCount === 0 || room < 0) return room;
  if (room >= layout.totalRoom) return layout.totalFrames + (room - layout.totalRoom);
  const slot = slotAtRoom(layout, room);
  return at(layout.startFrames, slot) + (room - at(layout.startRoom, slot)) / stretch(layout, slot);
}

/** Room of a keyframe's hold. */
export function holdRoom(layout: TimelineLayout, slot: number): number {
  return at(layout.holdFrames, slot) * stretch(layout, slot);
}

/** Room from one keyframe to the next (for the last one: to the film's end). */
export function slotRoom(layout: TimelineLayout, slot: number): number {
  return at(layout.startRoom, slot + 1) - at(layout.startRoom, slot);
}

/**
 * The gap between keyframes that is nearest to a place: 0 before the first, n after the last.
 * @param lastCardRoom room that the last keyframe's card takes, which reaches beyond the film's end.
 */
export function gapAtRoom(layout: TimelineLayout, room: number, lastCardRoom = 0): number {
  if (layout.keyframeCount === 0) return 0;
  const slot = slotAtRoom(layout, room);
  const isLast = slot === layout.keyframeCount - 1;
  const width = Math.max(slotRoom(layout, slot), isLast ? lastCardRoom : 0);
  return room < at(layout.startRoom, slot) + width / 2 ? slot : slot + 1;
}

/** Room of one frame inside a slot: 1, or more where a short slot was widened. */
function stretch(layout: TimelineLayout, slot: number): number {
  const frames = at(layout.startFrames, slot + 1) - at(layout.startFrames, slot);
  return frames > 0 ? slotRoom(layout, slot) / frames : 1;
}

function lastAtOrBefore(starts: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (at(starts, middle) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function at(values: Float64Array | Int32Array, index: number): number {
  return values[index] ?? 0;
}
