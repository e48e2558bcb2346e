import { randomUUID } from "node:crypto";
import { applyChange, type Change } from "#lib/core/change.ts";
import { insertKeyframes } from "#lib/core/edits/insert-keyframes.ts";
import { segmentIdOf } from "#lib/core/ids.ts";
import { newProject } from "#lib/core/project.ts";
import { emptyRecords } from "#lib/core/records.ts";
import { sampleStory, type SampleDrawing } from "#lib/core/sample-story/sample-story.ts";
import { sequenceOf } from "#lib/core/sequence.ts";
import { log } from "#lib/log.ts";
import { commitChange } from "./commit-change.ts";
import { createProject } from "./create-project.ts";
import { deleteProject } from "./delete-project.ts";
import { importProjectImage } from "./import-project-image.ts";
import { requestTakes } from "./request-takes.ts";
import type { Services } from "./services.ts";

const SAMPLE_NAME = "Sample: a walk in the rain";
/** Far more than the few drawings take; after this something hangs. */
const TIMEOUT_MS = 60_000;

/** The samples that are being made, by person. */
const underWay = new Map<string, Promise<{ id: string }>>();

/**
 * Makes the sample story in the person's workspace, through the same doors as a story of their own: drawings are
 * uploaded, keyframes inserted by a change, and drafts requested, so that there is something to play within seconds.
 * Asked for again meanwhile (a second click, another tab) it gives the same project; a failure leaves none behind.
 * @throws GengaError as `createProject` and `importProjectImage`
 */
export function createSampleProject(
  services: Services,
  options: { userId: string },
): Promise<{ id: string }> {
  const { userId } = options;
  const begun = underWay.get(userId);
  if (begun) return begun;
  const making = makeSample(services, userId).finally(() => underWay.delete(userId));
  underWay.set(userId, making);
  return making;
}

async function makeSample(services: Services, userId: string): Promise<{ id: string }> {
  const project = await createProject(services, { userId, fields: { name: SAMPLE_NAME } });
  try {
    await fillSample(services, { userId, projectId: project.id });
  } catch (error) {
    await deleteProject(services, { userId, projectId: project.id }).catch((late: unknown) =>
      log.warn({ err: late, projectId: project.id }, "half a sample could not be deleted"),
    );
    throw error;
  }
  return project;
}

async function fillSample(
  services: Services,
  options: { userId: string; projectId: string },
): Promise<void> {
  const { userId, projectId } = options;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const drawings = sampleStory();
  const imageIds: string[] = [];
  for (const drawing of drawings) {
    const body = [await services.renderSvg(drawing.svg)];
    const image = await importProjectImage(services, {
      userId,
      projectId,
      fileName: drawing.fileName,
      body: toAsync(body),
      signal,
    });
    imageIds.push(image.imageId);
  }
  await commitChange(
    {
      database: services.database,
      onCommitted: (id, committed) => services.commits.publish(id, committed),
    },
    {
      userId,
      projectId,
      changeId: randomUUID(),
      label: "Open the sample story",
      change: sampleChange(drawings, imageIds),
    },
  );
  await requestTakes(services, { userId, projectId, request: { scope: "missing" } });
}

function sampleChange(drawings: readonly SampleDrawing[], imageIds: readonly string[]): Change {
  const ids = drawings.map(() => randomUUID());
  const sequence = sequenceOf(newProject("sample", SAMPLE_NAME), emptyRecords());
  const keyframes = drawings.map((drawing, index) => ({
    id: ids[index] ?? "",
    imageId: imageIds[index] ?? "",
    label: drawing.label,
  }));
  const inserted = insertKeyframes({ sequence, index: 0, keyframes });
  const put = [...applyChange(emptyRecords(), inserted).keyframe.values()].map((keyframe) => {
    const drawing = drawings[ids.findIndex((id) => id === keyframe.id)];
    const { holdFrames = 0, action = "", dialogue = "" } = drawing ?? {};
    return { ...keyframe, holdFrames, action, dialogue };
  });
  const patch = drawings.flatMap((drawing, index) => {
    const [from, to] = [ids[index], ids[index + 1]];
    if (!drawing.isLastOfShot || from === undefined || to === undefined) return [];
    const id = segmentIdOf(from, to);
    return [{ kind: "segment" as const, id, from: { type: "inbetween" }, to: { type: "cut" } }];
  });
  return { put, patch, remove: [] };
}

async function* toAsync(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
