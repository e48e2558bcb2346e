import { afterAll, beforeAll, expect, test } from "vitest";
import { loadProject } from "#lib/projects/load-project.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import type { TakeRequest } from "#lib/projects/take-request.ts";
import { createTestStory, viewOf, type TestStory } from "#tests/support/test-story.ts";
import { openTestHouse, type TestHouse } from "#tests/support/test-worker.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const ask = (story: TestStory, request: TakeRequest) =>
  requestTakes(house.services, { userId: story.userId, projectId: story.projectId, request });

async function takesOf(story: TestStory) {
  const view = await viewOf(house.services.database, story.projectId);
  return view.sequence.segments.map((segment) => view.takesBySegment.get(segment.id) ?? []);
}

const KEYFRAMES = 1_202;

test("a long story gets one take for each pair, and edits come in between", async () => {
  const story = await createTestStory(house.services, {
    keyframes: KEYFRAMES,
    imagesRepeatAfter: 4,
  });
  const { userId, projectId } = story;
  const [first = "", second = ""] = story.keyframeIds;
  await story.edit([{ kind: "segment", id: `${first}~${second}`, to: { type: "cut" } }]);
  const before = 2;
  expect(await ask(story, { scope: "missing" })).toEqual({
    queued: KEYFRAMES - 2,
    reused: 0,
    skipped: 1,
  });
  const numbers = (await takesOf(story)).map((takes) => takes.map((take) => take.number));
  expect(numbers).toEqual([[], ...Array.from({ length: KEYFRAMES - 2 }, () => [1])]);
  // No single commit holds the project up for all of them.
  const { changes } = await loadProject(house.services, { userId, projectId, since: before });
  expect(changes.map(({ change }) => change.put.length)).toEqual([500, 500, 200]);
  const queued = { projectId, state: "queued" };
  expect(await house.services.database.take.count({ where: queued })).toBe(KEYFRAMES - 2);
  expect(await ask(story, { scope: "missing" })).toEqual({
    queued: 0,
    reused: 0,
    skipped: KEYFRAMES - 1,
  });
  const { sequence } = await viewOf(house.services.database, projectId);
  const segmentIds = sequence.segments.map((segment) => segment.id);
  expect(await ask(story, { scope: "segments", segmentIds })).toMatchObject({
    queued: 0,
    skipped: KEYFRAMES - 1,
  });
  const forced = { scope: "segments", segmentIds, force: true } as const;
  expect(await ask(story, forced)).toMatchObject({ queued: KEYFRAMES - 2, skipped: 1 });
  const again = (await takesOf(story)).slice(1).map((takes) => takes.map((take) => take.number));
  expect(new Set(again.map((of) => of.toSorted().join()))).toEqual(new Set(["1,2"]));
}, 60_000);

test("a request that is too large in all adds nothing", async () => {
  const story = await createTestStory(house.services, {
    keyframes: 5_002,
    imagesRepeatAfter: 2,
  });
  await ask(story, { scope: "missing" });
  const { sequence } = await viewOf(house.services.database, story.projectId);
  const segmentIds = sequence.segments.map((segment) => segment.id);
  await expect(ask(story, { scope: "segments", segmentIds, force: true })).rejects.toMatchObject({
    code: "limit",
  });
  const counts = (await takesOf(story)).map((takes) => takes.length);
  expect(new Set(counts)).toEqual(new Set([1]));
}, 60_000);
