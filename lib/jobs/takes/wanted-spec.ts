import { clipSpecOf, type ClipSpec } from "#lib/core/clip-key.ts";
import type { Original } from "#lib/core/take.ts";
import type { Transaction } from "#lib/db/client.ts";
import { readSegments } from "#lib/projects/read-segments.ts";
import type { TakeClaim } from "./take-claim.ts";

/** What the take's clip has to be as the project stands; null while its two keyframes aren't both there. */
export async function wantedSpec(
  reader: Transaction,
  options: { claim: TakeClaim; original: Original },
): Promise<ClipSpec | null> {
  const { claim, original } = options;
  const { projectId, take } = claim;
  const reading = await readSegments(reader, { projectId, segmentIds: [take.segmentId] });
  const segment = reading?.segments[0];
  if (!reading || !segment) return null;
  // A segment that was made a cut meanwhile has no length; its clip is derived when it is none any more.
  return clipSpecOf(reading.project, segment, { ...take, original });
}
