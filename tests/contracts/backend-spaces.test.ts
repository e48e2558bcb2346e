import { afterEach, expect, test } from "vitest";
import { AppChanged } from "#lib/backends/gradio/check-mapping.ts";
import type { DrawProgress } from "#lib/backends/in-between-backend.ts";
import { LINE_FAULTS } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench } from "#tests/support/gradio-stub/drawing-bench.ts";
import { startHubStub } from "#tests/support/gradio-stub/hub-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

const spaceId = "someone/tooncrafter";
const TOKEN = "hf_a-token-of-the-test";

/** A Space that goes through these stages as it is asked for them. */
async function spaceIn(
  stages: readonly string[],
  more: Pick<Parameters<typeof startHubStub>[0], "answer"> & { token?: string; host?: string } = {},
) {
  const stub = await bench.stubOf({ version: "5.49.1" });
  const host = more.host ?? stub.baseUrl;
  const space = await startHubStub({ spaceId, host, stages, answer: more.answer });
  bench.onClose(space.close);
  const { token = TOKEN } = more;
  const hub = { ...space.hub, isSpaceHost: (origin: string) => origin === stub.baseUrl };
  const timing = { wakeMs: 400, wakePollMs: 10, inactivityMs: 300 };
  const options = { address: { kind: "space", spaceId } as const, hub, token, timing };
  return { stub, options, backend: toonCrafterOn(stub, options), asked: space.asked };
}

test.each([
  ["asleep", ["SLEEPING", "SLEEPING", "RUNNING"], "Waking the Space up"],
  ["being built", ["BUILDING", "APP_STARTING", "RUNNING"], "The Space is starting"],
])("a Space that is %s is waited for, says so, and draws", async (_what, stages, detail) => {
  const { stub, options } = await spaceIn(stages);
  const told: string[] = [];
  const onProgress = (progress: DrawProgress) => told.push(progress.detail);
  const waiting = { ...options, timing: { ...options.timing, wakeMs: 20_000 } };
  await toonCrafterOn(stub, waiting).draw(await bench.requestOf({ onProgress }));
  expect(told).toContain(detail);
  expect(stub.jobs).toHaveLength(1);
});

test.each([
  ["SLEEPING", "asleep", /still starting.*tries again by itself/],
  ["BUILDING", "asleep", /still starting.*tries again by itself/],
  ["PAUSED", "paused", /paused by its owner. Duplicate it/],
  ["RUNTIME_ERROR", "broken", /reports an error in it/],
  ["BUILD_ERROR", "broken", /reports an error in it/],
  ["NO_APP_FILE", "broken", /reports an error in it/],
])(
  "a Space that stays %s ends the drawing as %s, and no drawing was sent",
  async (stage, errorClass, message) => {
    const { backend, stub } = await spaceIn([stage]);
    const error = await bench.failureOf(backend);
    expect(error.errorClass).toBe(errorClass);
    expect(error.userMessage).toMatch(message);
    expect(stub.requests.filter(({ path }) => path !== "/")).toEqual([]);
  },
);

test("a cancel while a Space wakes up ends the waiting", async () => {
  const { stub, options } = await spaceIn(["SLEEPING"]);
  const backend = toonCrafterOn(stub, {
    ...options,
    timing: { wakeMs: 60_000, wakePollMs: 5_000 },
  });
  const controller = new AbortController();
  const onProgress = ({ detail }: DrawProgress) => {
    if (detail === "Waking the Space up") controller.abort();
  };
  const request = await bench.requestOf({ onProgress, signal: controller.signal });
  expect((await bench.failureOf(backend, request)).errorClass).toBe("cancelled");
});

test.each([
  ["refuses the token", 401, "rejected", /check the token/],
  ["hides the Space", 404, "rejected", /Check its name/],
  ["is asked too often", 429, "busy", /tries again by itself/],
  ["is down", 502, "transport", /tries again by itself/],
])("Hugging Face %s: the drawing says so", async (_what, status, errorClass, message) => {
  const answer = { status, body: "<html>no</html>" };
  const { backend, stub } = await spaceIn([], { answer });
  const error = await bench.failureOf(backend);
  expect(error.errorClass).toBe(errorClass);
  expect(error.userMessage).toMatch(message);
  expect(stub.requests).toEqual([]);
});

test.each([
  ["another host", JSON.stringify({ host: "https://hf.space.evil.example", runtime: {} })],
  ["no host", JSON.stringify({ runtime: { stage: "RUNNING" } })],
  ["a page", "<html>hello</html>"],
  ["a list", "[]"],
  ["lists in lists", "[".repeat(100_000)],
])("where Hugging Face's answer names %s, the token goes nowhere", async (_what, body) => {
  const { backend, stub, asked } = await spaceIn([], { answer: { status: 200, body } });
  expect((await bench.failureOf(backend)).errorClass).toBe("broken");
  expect(asked).toEqual([`Bearer ${TOKEN}`]);
  expect(stub.requests).toEqual([]);
});

test("Hugging Face that never answers is not waited for", async () => {
  const { backend } = await spaceIn([], { answer: LINE_FAULTS["never answers"] });
  expect((await bench.failureOf(backend)).errorClass).toBe("transport");
});

test("a Space that falls asleep again between its stage and its app is asleep, and tries again", async () => {
  const stub = await bench.stubOf({ fault: "config-html" });
  const space = await startHubStub({ spaceId, host: stub.baseUrl, stages: ["RUNNING"] });
  bench.onClose(space.close);
  const address = { kind: "space", spaceId } as const;
  const error = await bench.failureOf(toonCrafterOn(stub, { address, hub: space.hub }));
  expect(error.errorClass).toBe("asleep");
  expect(error.userMessage).toMatch(/tries again by itself/);
});

test("a name that has become another Space's gets no token, neither at once nor for a drawing that waited", async () => {
  const stub = await bench.stubOf({ version: "5.49.1" });
  const hubIds = ["660a0b0c0d0e0f0102030405"];
  const space = await startHubStub({ spaceId, host: stub.baseUrl, stages: ["RUNNING"], hubIds });
  bench.onClose(space.close);
  const backend = toonCrafterOn(stub, {
    address: { kind: "space", spaceId, hubId: hubIds[0] },
    ...{ hub: space.hub, token: TOKEN, timing: { freshMs: 0, sameSpaceMs: 0 } },
  });
  await backend.draw(await bench.requestOf());
  const request = await bench.requestOf();
  const prepared = await backend.prepare(request);
  const asked = stub.requests.length;

  hubIds.splice(0, 1, "770a0b0c0d0e0f0102030405");
  await expect(prepared.draw(request)).rejects.toMatchObject({ errorClass: "rejected" });
  await prepared.discard();
  const error = await bench.failureOf(backend);
  expect(error).toBeInstanceOf(AppChanged);
  expect(error.userMessage).toMatch(/is another Space on Hugging Face now.*remove this backend/);
  expect(stub.requests).toHaveLength(asked);
});
