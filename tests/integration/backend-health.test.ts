import { afterEach, expect, test } from "vitest";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import { takeHoldsOf, takeOutlookOf } from "#lib/core/take-outlook.ts";
import type { Take } from "#lib/core/take.ts";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import type { Hub } from "#lib/backends/gradio/read-space.ts";
import type { EndpointShape } from "#tests/support/gradio-stub/app-shape.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { startHubStub } from "#tests/support/gradio-stub/hub-stub.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { TOON_CRAFTER_SHAPE, TWO_IMAGE_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { confirmed, openSettingsHouse, type SettingsHouse } from "#tests/support/settings-house.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually, viewOf } from "#tests/support/test-story.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A web process's services and routes, and a worker over the same database that may begin later. */
async function openHouse(options: { hub?: Hub } = {}) {
  const house = await openSettingsHouse(options);
  closers.push(() => house.stop());
  const { databaseUrl, dataDirectory } = house;
  const check = async (id: string) =>
    (
      await house.call<{ health: BackendHealth }>(`POST ${house.url}/${id}/check`, {
        cookie: house.owner.cookie,
      })
    ).body.health;
  const work = async () => {
    const worker = await createWorkerServices({
      ...{ databaseUrl, dataDirectory, secret: TEST_SECRET },
      ...{ allowPrivateAddresses: true, hub: options.hub },
    });
    const { stop } = await startWorker({ services: worker.services, concurrency: 2 });
    closers.push(async () => {
      await stop();
      await worker.close();
    });
  };
  return { ...house, check, work };
}

async function startApp(
  shape: EndpointShape,
  options: Partial<Parameters<typeof startGradioStub>[0]> = {},
) {
  const endpoints = [shape];
  const video = await toonCrafterVideo();
  const stub = await startGradioStub({ version: "5.49.1", video, endpoints, ...options });
  closers.push(() => stub.close());
  return { ...stub, become: (other: EndpointShape) => void endpoints.splice(0, 1, other) };
}

/** A story of the house's owner, whose takes are asked of one backend. */
async function startStory(house: SettingsHouse, options: { backendId: string; keyframes: number }) {
  const { services, workspaceId, owner } = house;
  const { keyframes, backendId } = options;
  const { userId, cookie } = owner;
  const story = await createTestStory(services, { keyframes, workspaceId, userId });
  const { projectId } = story;
  await story.edit([{ kind: "project", id: projectId, to: { backendId } }]);
  const read = async () => [...(await viewOf(services.database, projectId)).records.take.values()];
  return {
    projectId,
    read,
    ask: () =>
      house.call(`POST /api/projects/${projectId}/takes`, { cookie, body: { scope: "missing" } }),
    retry: (take: Take) =>
      house.call(`POST /api/projects/${projectId}/takes/${take.id}/retry`, { cookie }),
    /** Waits for so many takes of each state. */
    states: (wanted: Partial<Record<Take["status"]["state"], number>>) =>
      eventually(
        async () => {
          const takes = await read();
          const isSo = Object.entries(wanted).every(
            ([state, count]) =>
              takes.filter(({ status }) => status.state === state).length === count,
          );
          return isSo && takes;
        },
        { timeoutMs: 60_000, what: JSON.stringify(wanted) },
      ),
  };
}

const WAN = TWO_IMAGE_APPS.find(({ of }) => of === "Wan 2.2 first-last")?.shape as EndpointShape;
const CHANGED: EndpointShape = {
  ...WAN,
  inputs: WAN.inputs.map((one) => (one.name === "steps" ? { ...one, name: "passes" } : one)),
};

test("an app that has changed gets nothing: one take says so, the others wait until it is confirmed", async () => {
  const house = await openHouse();
  const app = await startApp(WAN);
  const mapping = confirmed((await house.read({ address: app.baseUrl })).body);
  const { id } = (await house.create({ address: app.baseUrl, name: "Wan", mapping })).body;
  const story = await startStory(house, { backendId: id, keyframes: 4 });
  app.become(CHANGED);
  expect((await story.ask()).status).toBe(202);
  await house.work();

  const takes = await story.states({ failed: 1, queued: 2 });
  const failed = takes.find(({ status }) => status.state === "failed");
  expect(failed?.status).toMatchObject({
    error: {
      errorClass: "rejected",
      message: expect.stringContaining("app has changed since it was set up") as string,
    },
  });
  const [backend] = (await house.list()).backends;
  expect(backend?.state.health).toMatchObject({
    state: "changed",
    problem: expect.stringContaining("confirm") as string,
  });
  expect(backend?.state.pause).toMatchObject({ errorClass: "rejected" });
  // What the timeline says of those that wait.
  const { project } = (await viewOf(house.services.database, story.projectId)).records;
  const holds = takeHoldsOf({
    project: [...project.values()][0] ?? { isPaused: true },
    backends: new Map(backend && [[id, backend.description]]),
    backendStates: new Map(backend && [[id, backend.state]]),
    nowMs: Date.now(),
  });
  for (const take of takes.filter((one) => one !== failed)) {
    expect(takeOutlookOf(take, holds)).toMatchObject({
      state: "waiting",
      message: expect.stringContaining("has changed") as string,
    });
  }
  expect(app.requests.filter(({ method }) => method === "POST")).toEqual([]);

  const again = await house.read({ backendId: id });
  const remapped = await house.patch(id, { mapping: confirmed(again.body) });
  expect(remapped.body.state).toMatchObject({ health: { state: "running" }, pause: null });
  await story.states({ failed: 1, ready: 2 });
  expect((await story.retry(failed as Take)).status).toBe(204);
  for (const { recipe } of await story.states({ ready: 3 })) {
    expect(recipe).toMatchObject({
      backendVersion: remapped.body.description.version,
      params: { passes: 8 },
    });
  }
});

test("what was asked by an old mapping says nothing of an app that was confirmed anew meanwhile", async () => {
  const house = await openHouse();
  const held: (() => void)[] = [];
  let isHolding = false;
  const app = await startApp(WAN, {
    intercept: async ({ route }) => {
      if (!isHolding || route !== "/config") return false;
      isHolding = false;
      await new Promise<void>((resolve) => held.push(resolve));
      return false;
    },
  });
  const mapping = confirmed((await house.read({ address: app.baseUrl })).body);
  const { id } = (await house.create({ address: app.baseUrl, name: "Wan", mapping })).body;
  const story = await startStory(house, { backendId: id, keyframes: 2 });
  const becomeAndConfirm = async (shape: EndpointShape) => {
    await eventually(async () => held.length > 0, { timeoutMs: 30_000, what: "a question" });
    app.become(shape);
    const again = await house.read({ backendId: id });
    const remapped = await house.patch(id, { mapping: confirmed(again.body) });
    expect(remapped.body.state.health?.state).toBe("running");
    held.pop()?.();
    return remapped.body.description;
  };
  const state = async () => (await house.list()).backends[0]?.state;

  isHolding = true;
  const looked = house.check(id);
  await becomeAndConfirm(CHANGED);
  expect(await looked).toMatchObject({ state: "running", problem: null });
  expect(await state()).toMatchObject({ health: { state: "running" }, pause: null });

  expect((await story.ask()).status).toBe(202);
  isHolding = true;
  await house.work();
  const { version } = await becomeAndConfirm(WAN);
  const [take] = await story.states({ ready: 1 });
  expect(take?.recipe.backendVersion).toBe(version);
  expect(await state()).toMatchObject({ health: { state: "running" }, pause: null });
});

test("what was asked with an old token says nothing of the new one", async () => {
  const house = await openHouse();
  const held: (() => void)[] = [];
  let isHolding = false;
  let token = "hf_first";
  const app = await startApp(WAN, {
    intercept: async ({ route, headers }, response) => {
      if (route !== "/config") return false;
      if (isHolding) {
        isHolding = false;
        await new Promise<void>((resolve) => held.push(resolve));
      }
      if (headers.authorization === `Bearer ${token}`) return false;
      response.writeHead(401).end();
      return true;
    },
  });
  const mapping = confirmed((await house.read({ address: app.baseUrl, token })).body);
  const creation = { address: app.baseUrl, token, name: "Wan", mapping };
  const { id } = (await house.create(creation)).body;
  const story = await startStory(house, { backendId: id, keyframes: 2 });
  const renew = async (to: string) => {
    await eventually(async () => held.length > 0, { timeoutMs: 30_000, what: "a question" });
    token = to;
    expect((await house.patch(id, { token })).body.state.health).toBeNull();
    held.pop()?.();
  };

  isHolding = true;
  const looked = house.check(id);
  await renew("hf_second");
  expect(await looked).toMatchObject({ state: "running", problem: null });

  expect((await story.ask()).status).toBe(202);
  isHolding = true;
  await house.work();
  await renew("hf_third");
  await story.states({ ready: 1 });
});

test("where another backend may help, a changed app costs no take", async () => {
  const house = await openHouse();
  const [app, helper] = [await startApp(WAN), await startApp(TOON_CRAFTER_SHAPE)];
  const mapping = confirmed((await house.read({ address: app.baseUrl })).body);
  const { id } = (await house.create({ address: app.baseUrl, name: "Wan", mapping })).body;
  const preset = { address: helper.baseUrl, name: "ToonCrafter", preset: "tooncrafter" };
  const toon = (await house.create(preset)).body.id;
  await house.patch(toon, { helps: "when-unable" });
  const story = await startStory(house, { backendId: id, keyframes: 3 });
  app.become(CHANGED);
  await story.ask();
  await house.work();
  for (const { recipe, notes } of await story.states({ ready: 2 })) {
    expect(recipe).toMatchObject({ backendId: toon, fallbackFor: id });
    expect(notes.join(" ")).toContain("ToonCrafter");
  }
  expect(app.jobs).toEqual([]);
});

const SPACE = "studio/in-betweener";

/** A Space of which Hugging Face says the first of `stages`, and its app. */
async function startSpace(stages: string[], more: { token?: string; hubIds?: string[] } = {}) {
  const { token, hubIds } = more;
  const app = await startApp(TOON_CRAFTER_SHAPE, {
    ...(token !== undefined && { token }),
    intercept({ route }) {
      // Asked for, a Space wakes up.
      if (route === "/" && stages[0] === "SLEEPING") stages.splice(0, 1, "APP_STARTING");
      return false;
    },
  });
  const hub = await startHubStub({
    spaceId: SPACE,
    host: app.baseUrl,
    stages,
    ...(hubIds && { hubIds }),
  });
  closers.push(() => hub.close());
  return { app, hub: hub.hub, asked: hub.asked };
}

test("a look tells how a Space is and leaves it asleep; a take wakes it and waits", async () => {
  const stages = ["RUNNING"];
  const space = await startSpace(stages);
  const house = await openHouse({ hub: space.hub });
  const added = await house.create({ address: SPACE, name: "Ours", preset: "tooncrafter" });
  expect(added.body.address).toEqual({
    ...{ kind: "space", spaceId: SPACE },
    url: `https://huggingface.co/spaces/${SPACE}`,
  });
  const { id } = added.body;
  const asked = space.app.requests.length;
  for (const [stage, state] of [
    ["RUNTIME_ERROR", "broken"],
    ["PAUSED", "paused"],
    ["BUILDING", "building"],
    ["SLEEPING", "asleep"],
  ] as const) {
    stages.splice(0, 1, stage);
    const health = await house.check(id);
    expect(health.state).toBe(state);
    expect((await house.list()).backends[0]?.state.health).toEqual(health);
    expect(health.problem === null).toBe(state === "asleep" || state === "building");
  }
  expect(space.app.requests).toHaveLength(asked);

  const story = await startStory(house, { backendId: id, keyframes: 2 });
  await story.ask();
  await house.work();
  await eventually(async () => stages[0] === "APP_STARTING", {
    ...{ timeoutMs: 30_000, what: "the Space to be woken" },
  });
  expect(space.app.jobs).toEqual([]);
  stages.splice(0, 1, "RUNNING");
  await story.states({ ready: 1 });
  expect((await house.list()).backends[0]?.state.health?.state).toBe("running");
});

test("a Space whose name has become somebody else's is shown as changed, and gets no token", async () => {
  const hubIds = ["660a0b0c0d0e0f0102030405"];
  const space = await startSpace(["RUNNING"], { hubIds });
  const house = await openHouse({ hub: space.hub });
  const preset = { address: SPACE, token: "hf_ours", name: "Ours", preset: "tooncrafter" };
  const { id } = (await house.create(preset)).body;
  // As a row was before this was noted: it is learnt when the inputs are confirmed.
  const where = { workspaceId_id: { workspaceId: house.workspaceId, id } };
  await house.services.database.backend.update({
    ...{ where, data: { address: { kind: "space", spaceId: SPACE } } },
  });
  const known = confirmed((await house.read({ backendId: id })).body);
  expect((await house.patch(id, { mapping: known })).status).toBe(200);
  expect(await house.check(id)).toMatchObject({ state: "running", problem: null });

  hubIds.splice(0, 1, "770a0b0c0d0e0f0102030405");
  const asked = space.app.requests.length;
  const health = await house.check(id);
  expect(health.state).toBe("changed");
  expect(health.problem).toMatch(/is another Space on Hugging Face now.*remove this backend/);
  expect((await house.read({ backendId: id })).body.message).toContain("is another Space");
  expect((await house.patch(id, { mapping: known })).body.message).toContain("is another Space");
  const story = await startStory(house, { backendId: id, keyframes: 2 });
  await story.ask();
  await house.work();
  await story.states({ failed: 1 });
  expect((await house.list()).backends[0]?.state.health?.state).toBe("changed");
  expect(space.app.requests).toHaveLength(asked);
});

test("a Space that its owner has paused gets no drawings, and the take says what to do", async () => {
  const stages = ["RUNNING"];
  const space = await startSpace(stages);
  const house = await openHouse({ hub: space.hub });
  const preset = { address: SPACE, name: "Ours", preset: "tooncrafter" };
  const { id } = (await house.create(preset)).body;
  stages.splice(0, 1, "PAUSED");
  const story = await startStory(house, { backendId: id, keyframes: 2 });
  await story.ask();
  await house.work();
  const [take] = await story.states({ failed: 1 });
  expect(take?.status).toMatchObject({
    error: { errorClass: "paused", message: expect.stringContaining("Duplicate it") as string },
  });
  expect((await house.list()).backends[0]?.state.health?.state).toBe("paused");
  expect(space.app.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

test("takes of a backend that is removed come to an end that says so", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE, { drawing: { drawMs: 3_000, places: 1 } });
  const spent = await startApp(TOON_CRAFTER_SHAPE, { fault: "quota" });
  const add = async (name: string, address: string) =>
    (await house.create({ address, name, preset: "tooncrafter" })).body.id;
  const id = await add("ToonCrafter", app.baseUrl);
  const spentId = await add("Spent", spent.baseUrl);
  const [story, waiting] = [
    await startStory(house, { backendId: id, keyframes: 4 }),
    await startStory(house, { backendId: spentId, keyframes: 2 }),
  ];
  await story.ask();
  await waiting.ask();
  await house.work();
  await waiting.states({ waiting: 1 });
  await eventually(async () => app.jobs.length > 0, {
    ...{ timeoutMs: 30_000, what: "a job that is being drawn" },
  });
  const { cookie } = house.owner;
  for (const one of [id, spentId]) {
    expect((await house.call(`DELETE ${house.url}/${one}`, { cookie })).status).toBe(204);
  }
  // What was being drawn is kept: it was paid for.
  const takes = await story.states({ ready: 1, failed: 2 });
  for (const { status } of [...takes, ...(await waiting.states({ failed: 1 }))]) {
    if (status.state === "ready") continue;
    expect(status).toMatchObject({
      error: {
        errorClass: "rejected",
        message: expect.stringContaining("no longer there") as string,
      },
    });
  }
});
