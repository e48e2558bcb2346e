import { keyframeIdsOf } from "#lib/core/ids.ts";
import type { Keyframe } from "#lib/core/keyframe.ts";
import type { Project } from "#lib/core/project.ts";
import { recordsFrom } from "#lib/core/records.ts";
import type { Segment } from "#lib/core/segment.ts";
import { sequenceOf, type SequenceSegment } from "#lib/core/sequence.ts";
import type { Take } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readRecords } from "#lib/db/read-records.ts";
import { recordOf } from "#lib/db/record-rows.ts";

export type SegmentReading = {
  readonly project: Project;
  /** Those of the asked segments whose two keyframes exist, in no order; `index` means nothing here. */
  readonly segments: readonly SequenceSegment[];
  readonly takesBySegment: ReadonlyMap<string, readonly Take[]>;
};

/** Single segments with their takes, at a cost that grows with them and not with the project. */
export async function readSegments(
  transaction: Transaction,
  options: { projectId: string; segmentIds: readonly string[] },
): Promise<SegmentReading | null> {
  const { projectId } = options;
  const segmentIds = [...new Set(options.segmentIds)];
  const pairs = segmentIds.map((id) => ({ id, ...keyframeIdsOf(id) }));
  const keyframeIds = new Set(pairs.flatMap((pair) => [pair.fromKeyframeId, pair.toKeyframeId]));
  const found = recordsFrom(
    await readRecords(transaction, {
      projectId,
      wanted: [
        { kind: "project", id: projectId },
        ...[...keyframeIds].map((id) => ({ kind: "keyframe" as const, id })),
        ...segmentIds.map((id) => ({ kind: "segment" as const, id })),
      ],
    }),
  );
  const project = found.project.get(projectId);
  if (!project) return null;
  const segments = pairs.flatMap((pair) => {
    const from = found.keyframe.get(pair.fromKeyframeId);
    const to = found.keyframe.get(pair.toKeyframeId);
    if (!from || !to) return [];
    const record = found.segment.get(pair.id);
    return pairAsSegment({ project, from, to, record });
  });
  const rows = await transaction.take.findMany({
    where: { projectId, segmentId: { in: segmentIds } },
    orderBy: { number: "asc" },
  });
  const takesBySegment = new Map<string, Take[]>();
  for (const row of rows) {
    const take = recordOf("take", row);
    const group = takesBySegment.get(take.segmentId);
    if (group) group.push(take);
    else takesBySegment.set(take.segmentId, [take]);
  }
  return { project, segments, takesBySegment };
}

/** The segment of two keyframes by themselves, as the sequence would have it if they were neighbours. */
function pairAsSegment(options: {
  project: Project;
  from: Keyframe;
  to: Keyframe;
  record: Segment | undefined;
}): SequenceSegment[] {
  const { project, from, to, record } = options;
  // Given places of their own, so that a pair is found also while the keyframes stand in another order.
  const pair = [
    { ...from, order: "a0" },
    { ...to, order: "a1" },
  ];
  const records = recordsFrom(record ? [...pair, record] : pair);
  return sequenceOf(project, records).segments.map((segment) => ({ ...segment, from, to }));
}
