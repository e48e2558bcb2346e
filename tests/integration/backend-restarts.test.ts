import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { cancelTakes } from "#lib/projects/cancel-takes.ts";
import { openStubHouse, type StubHouse } from "#tests/support/gradio-stub/stub-house.ts";
import { eventually } from "#tests/support/test-story.ts";

let stubHouse: StubHouse;
beforeAll(async () => {
  stubHouse = await openStubHouse();
});
afterEach(() => stubHouse.closeStubs());
afterAll(() => stubHouse.close());

test("a server that is killed in the middle of its queue and started again draws the rest", async () => {
  const stub = await stubHouse.stubOf({ drawing: { drawMs: 700, places: 1 } });
  const story = await stubHouse.storyOn(stub, 6);
  const drawn = async () => stub.queue && stub.queue.spans.length >= 2;
  await eventually(drawn, { timeoutMs: 60_000, what: "two drawings" });
  await stub.close();
  await stubHouse.untilTakes(story, "a waiting take", (takes) =>
    takes.some(({ status }) => status.state === "waiting"),
  );
  const port = Number(new URL(stub.baseUrl).port);
  const again = await stubHouse.stubOf({ drawing: { drawMs: 20, places: 1 }, port });
  expect(await stubHouse.allIn(story, "ready")).toHaveLength(5);
  // What was drawn and fetched before isn't drawn again; only what was under way is.
  expect([3, 4]).toContain(again.jobs.length);
});

test("takes that are cancelled before, during and after their drawing leave no job, and the rest is drawn", async () => {
  const stub = await stubHouse.stubOf({ drawing: { drawMs: 1_500, places: 1 } });
  const story = await stubHouse.storyOn(stub, 4);
  const cancel = (takeIds: string[]) =>
    cancelTakes(stubHouse.house.services, { ...story, cancel: { takeIds } });
  const [first, second, third] = (await stubHouse.takesOf(story)).map(({ id }) => id);
  await stubHouse.untilTakes(story, "a running take", () => stub.jobs.length > 0);
  const [running] = (await stubHouse.takesOf(story)).filter(
    ({ status }) => status.state === "running",
  );
  const [before, after] = [first, second, third].filter((id) => id !== running?.id);
  await cancel([running?.id ?? "", before ?? ""]);
  await eventually(async () => stub.jobs[0]?.isCancelled, {
    timeoutMs: 20_000,
    what: "the job to be called off at the server",
  });
  await stubHouse.untilTakes(story, "the last take", (takes) =>
    takes.some(({ id, status }) => id === after && status.state === "ready"),
  );
  expect(await cancel([after ?? ""])).toEqual({ cancelled: 0 });
  const states = new Map(
    (await stubHouse.takesOf(story)).map(({ id, status }) => [id, status.state]),
  );
  expect(states.get(after ?? "")).toBe("ready");
  expect([states.get(running?.id ?? ""), states.get(before ?? "")]).toEqual([
    "cancelled",
    "cancelled",
  ]);
  expect(stub.jobs).toHaveLength(2);
});

test("a Space that is asleep is woken and draws; one that its owner paused says so", async () => {
  const stub = await stubHouse.stubOf();
  stubHouse.setSpace(stub, ["SLEEPING", "RUNNING"]);
  await stubHouse.allIn(await stubHouse.storyOn(stub), "ready");
  stubHouse.setSpace(stub, ["PAUSED"]);
  const [take] = await stubHouse.allIn(await stubHouse.storyOn(stub), "failed");
  expect(take?.status).toMatchObject({
    error: { errorClass: "paused", message: expect.stringMatching(/Duplicate it/) as string },
  });
});
