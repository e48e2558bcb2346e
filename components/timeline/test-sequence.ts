import { segmentIdOf } from "#lib/core/ids.ts";
import { newKeyframe } from "#lib/core/keyframe.ts";
import { newProject } from "#lib/core/project.ts";
import { orderKeysBetween } from "#lib/core/order.ts";
import { recordsFrom } from "#lib/core/records.ts";
import { defaultSegment } from "#lib/core/segment.ts";
import { sequenceOf, type Sequence } from "#lib/core/sequence.ts";

/** For the tests of this folder: keyframes with these holds, and segments of these lengths, of which 0 is a cut. */
export function testSequence(options: {
  holds: readonly number[];
  lengths: readonly number[];
}): Sequence {
  const { holds, lengths } = options;
  const orders = orderKeysBetween(null, null, holds.length);
  const keyframes = holds.map((holdFrames, index) => ({
    ...newKeyframe({
      id: `keyframe-${index}`,
      order: orders[index] ?? "",
      imageId: "0".repeat(64),
    }),
    holdFrames,
  }));
  const segments = keyframes.slice(1).map((to, index) => {
    const segment = defaultSegment(segmentIdOf(`keyframe-${index}`, to.id));
    const length = lengths[index] ?? 48;
    return length === 0
      ? { ...segment, type: "cut" as const }
      : { ...segment, durationFrames: length };
  });
  const project = newProject("test-project", "Test");
  return sequenceOf(project, recordsFrom([project, ...keyframes, ...segments]));
}
