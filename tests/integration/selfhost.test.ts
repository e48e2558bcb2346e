import { afterAll, beforeAll, expect, test } from "vitest";
import { TOON_CRAFTER_MAPPING } from "#lib/backends/gradio/toon-crafter.ts";
import { localDescription } from "#lib/backends/local-description.ts";
import { decodeClip } from "#lib/media/decode-clip.ts";
import { readFilm } from "#lib/projects/read-film.ts";
import { requestRender } from "#lib/projects/request-render.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { type SelfhostServer, startSelfhost } from "#tests/support/selfhost-server.ts";
import { createTestStory, eventually, viewOf } from "#tests/support/test-story.ts";
import { openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";

const own = "8d4fb2a2-4f1c-4d2e-9d26-1c1f1f0a7c01";
let house: TestHouse;
let server: SelfhostServer;

beforeAll(async () => {
  const started = await startSelfhost();
  if ("missing" in started) throw new Error(started.missing);
  server = started;
  house = await openWorkingHouse();
}, 300_000);

afterAll(async () => {
  await house.close();
  await server.close();
});

test("an in-betweener of one's own draws a story's takes, and they become its film", async () => {
  const { database } = house.services;
  const story = await createTestStory(house.services, {
    keyframes: 3,
    project: { width: 256, height: 160, segmentFrames: 48 },
  });
  const { workspaceId, projectId } = story;
  const description = localDescription({ id: own, name: "Our own" });
  await database.backend.create({
    data: {
      workspaceId,
      id: own,
      name: description.name,
      position: 0,
      address: { kind: "url", baseUrl: server.url },
      mapping: TOON_CRAFTER_MAPPING,
      description,
    },
  });
  await story.edit([{ kind: "project", id: projectId, to: { backendId: own } }]);

  const asked = await requestTakes(house.services, { ...story, request: { scope: "missing" } });
  expect(asked).toMatchObject({ queued: 2 });
  const takes = await eventually(
    async () => {
      const { records } = await viewOf(database, projectId);
      const all = [...records.take.values()];
      const failed = all.find(({ status }) => status.state === "failed");
      if (failed) throw new Error(JSON.stringify(failed.status));
      return all.every(({ status }) => status.state === "ready") && all;
    },
    { timeoutMs: 90_000, what: "both takes" },
  );
  for (const take of takes) {
    expect(take.recipe.backendId).toBe(own);
    expect(take.original).toMatchObject({ frames: 49, width: 512, height: 320 });
    expect(take.clip?.frames).toBe(48);
  }

  const { renderId } = await requestRender(house.services, { ...story, allowMissing: false });
  const film = await eventually(
    () => readFilm(house.services, { ...story, renderId }).catch(() => null),
    { timeoutMs: 60_000, what: "the film" },
  );
  const sizes = new Set<string>();
  let frames = 0;
  for await (const frame of decodeClip(house.services.blobs.path(film.blobHash))) {
    frames += 1;
    sizes.add(`${frame.width}×${frame.height}`);
  }
  expect(frames).toBe(2 * 48 + 1);
  expect([...sizes]).toEqual(["256×160"]);
});
