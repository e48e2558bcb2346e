import { projectNotFound } from "#lib/auth/access.ts";
import type { Database } from "#lib/db/client.ts";
import { readProjectSnapshot } from "./read-project.ts";
import { readSegments, type SegmentReading } from "./read-segments.ts";
import type { TakeRequest } from "./take-request.ts";

/**
 * What a request for takes may touch, read without the project's lock.
 * @throws GengaError `not-found`
 */
export async function readAskedSegments(
  database: Database,
  options: { projectId: string; request: TakeRequest },
): Promise<SegmentReading> {
  const { projectId, request } = options;
  const reading =
    request.scope === "segments"
      ? await readSegments(database, { projectId, segmentIds: request.segmentIds })
      : await readWhole(database, projectId);
  if (!reading) throw projectNotFound();
  return reading;
}

async function readWhole(database: Database, projectId: string): Promise<SegmentReading | null> {
  const view = await readProjectSnapshot(database, projectId);
  return view && { ...view, segments: view.sequence.segments };
}
