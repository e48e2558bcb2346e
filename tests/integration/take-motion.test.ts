import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Motion } from "#lib/core/motion.ts";
import { segmentStateOf } from "#lib/core/segment-state.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { closeDraftThread } from "#lib/media/draw-draft.ts";
import { psnrDb } from "#lib/media/psnr.ts";
import type { RawFrame } from "#lib/media/raw-frame.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import { commitChange } from "#lib/projects/commit-change.ts";
import { readClip } from "#lib/projects/read-clip.ts";
import { readFilm } from "#lib/projects/read-film.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "#tests/support/test-story.ts";
import { openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

/** 16 drawings on these: every other one is held for two frames. */
const FRAMES = 24;
let house: TestHouse;
let toon: GradioStub;
let story: TestStory;

beforeAll(async () => {
  toon = await startGradioStub({ version: "6.25.0", video: await toonCrafterVideo() });
  house = await openWorkingHouse();
});
afterAll(async () => {
  await house.close();
  await toon.close();
  await closeDraftThread();
});

beforeEach(async () => {
  story = await createTestStory(house.services, {
    keyframes: 2,
    project: { width: 256, height: 144, segmentFrames: FRAMES },
  });
  const id = randomUUID();
  await addToonCrafter(house.services.database, {
    ...{ workspaceId: story.workspaceId, id, name: "ToonCrafter", baseUrl: toon.baseUrl },
  });
  await story.edit([{ kind: "project", id: story.projectId, to: { backendId: id } }]);
  await requestTakes(house.services, { ...story, request: { scope: "missing" } });
  await shown();
});

/** The one segment once its clip is what it should be, with its frames. */
async function shown() {
  const { database, blobs } = house.services;
  const backends = await describeWorkspaceBackends(database, story);
  const { take, look } = await eventually(
    async () => {
      const view = await viewOf(database, story.projectId);
      const [segment] = view.sequence.segments;
      if (!segment) return null;
      const takes = view.takesBySegment.get(segment.id) ?? [];
      const now = segmentStateOf({ ...view, backends, segment, takes });
      expect(takes).toHaveLength(1);
      return now.state === "ready" && now.hasClip && { take: takes[0], look: now };
    },
    { timeoutMs: 40_000, what: "the segment's clip" },
  );
  const [takeId, key] = [take?.id ?? "", take?.clip?.key ?? ""];
  const { blobHash } = await readClip(house.services, { ...story, takeId, key, part: "clip" });
  return { key, look, blobHash, frames: await framesOf(blobs.path(blobHash)) };
}

async function framesOf(path: string): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const frame of decodeClip(path)) frames.push(frame);
  return frames;
}

/** How many frames show another picture than the one before. */
function changesIn(frames: readonly RawFrame[]): number {
  return frames.slice(1).filter((frame, at) => psnrDb(frame, frames[at] ?? frame) < 45).length;
}

/** A change as a browser commits it. */
function edit(kind: "project" | "segment", to: { motion: Motion | null }) {
  const segmentId = story.keyframeIds.join("~");
  const id = kind === "project" ? story.projectId : segmentId;
  return commitChange(
    { ...house.services, onCommitted: () => undefined },
    {
      ...{ userId: story.userId, projectId: story.projectId, changeId: randomUUID() },
      label: "Set the motion",
      change: { put: [], patch: [{ kind, id, from: {}, to }], remove: [] },
    },
  );
}

test("another motion derives another clip of the same drawing, and the old one comes back at once", async () => {
  const drawings = toon.jobs.length;
  const held = await shown();
  expect(held.frames).toHaveLength(FRAMES);
  expect(changesIn(held.frames)).toBe(15);

  await edit("project", { motion: "smoothed" });
  const smoothed = await shown();
  expect(smoothed.key).not.toBe(held.key);
  expect(changesIn(smoothed.frames)).toBe(FRAMES - 1);

  // Its own motion goes before the project's; the clip that was made before is used again.
  await edit("segment", { motion: "held" });
  expect(await shown()).toMatchObject({ key: held.key, blobHash: held.blobHash });
  await edit("segment", { motion: null });
  expect((await shown()).blobHash).toBe(smoothed.blobHash);
  expect(toon.jobs).toHaveLength(drawings);
});

test("a film shows the smoothed clip, and makes it again where it is lost", async () => {
  await edit("project", { motion: "smoothed" });
  const { frames, blobHash, key } = await shown();
  const { database, blobs } = house.services;
  const film = async () => {
    const { renderId } = await requestRender(house.services, { ...story, allowMissing: false });
    const made = await eventually(
      () => readFilm(house.services, { ...story, renderId }).catch(() => null),
      { timeoutMs: 40_000, what: "the film" },
    );
    return { blobHash: made.blobHash, frames: await framesOf(blobs.path(made.blobHash)) };
  };
  const first = await film();
  expect(first.frames).toHaveLength(FRAMES + 1);
  expect(first.frames.slice(0, FRAMES)).toEqual(frames);

  await database.render.deleteMany({ where: { projectId: story.projectId } });
  await database.clip.delete({ where: { key } });
  await blobs.remove(blobHash);
  expect((await film()).blobHash).toBe(first.blobHash);
});
