import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { BackendView } from "#lib/core/backend-settings.ts";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import { BACKENDS_CHANNEL } from "#lib/projects/backends/backends-channel.ts";
import { TAKES_CHANNEL } from "#lib/projects/takes-channel.ts";
import { listen } from "#lib/db/listen.ts";
import type { EndpointShape } from "#tests/support/gradio-stub/app-shape.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import {
  OTHER_APPS,
  TOON_CRAFTER_SHAPE,
  TWO_IMAGE_APPS,
} from "#tests/support/gradio-stub/two-image-apps.ts";
import { confirmed, openSettingsHouse } from "#tests/support/settings-house.ts";
import { eventually } from "#tests/support/test-story.ts";
import { addToonCrafter } from "#tests/support/toon-crafter-row.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openHouse(options: Parameters<typeof openSettingsHouse>[0] = {}) {
  const house = await openSettingsHouse(options);
  closers.push(() => house.stop());
  return house;
}

/** An app whose endpoints may be exchanged while it runs. */
async function startApp(
  shape: EndpointShape,
  options: Partial<Parameters<typeof startGradioStub>[0]> = {},
) {
  const endpoints = [shape];
  const stub = await startGradioStub({
    version: "5.49.1",
    video: new Uint8Array(),
    endpoints,
    ...options,
  });
  closers.push(() => stub.close());
  return { ...stub, become: (other: EndpointShape) => void endpoints.splice(0, 1, other) };
}

function shapeOf(name: string): EndpointShape {
  const found = TWO_IMAGE_APPS.find(({ of }) => of === name);
  if (!found) throw new Error(`no app ${name}`);
  return found.shape;
}

test("an app is read, confirmed, added, set, ordered, found changed, confirmed anew and removed", async () => {
  const house = await openHouse();
  const wan = shapeOf("Wan 2.2 first-last");
  const app = await startApp(wan);
  const reading = await house.read({ address: app.baseUrl });
  expect(reading.status).toBe(200);
  expect(reading.body).toMatchObject({
    address: { kind: "url", url: app.baseUrl },
    gradioVersion: "5.49.1",
    isToonCrafter: false,
    suggestedName: new URL(app.baseUrl).host,
    refusals: [],
  });
  expect(reading.body.choices[0]).toMatchObject({ apiName: "/generate_video", isCertain: true });
  const mapping = confirmed(reading.body);
  expect(mapping.sources).toMatchObject({ end_image_pil: "last-image", steps: "setting" });

  // A person may choose otherwise: the second guidance scale stays the app's own.
  const chosen = { ...mapping, sources: { ...mapping.sources, guidance_scale_2: "default" } };
  const added = await house.create({ address: app.baseUrl, name: " Wan  2.2 ", mapping: chosen });
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({
    name: "Wan 2.2",
    model: "mapped",
    mapping: chosen,
    hasToken: false,
    state: { isEnabled: true, helps: "never", concurrency: 1, health: { state: "running" } },
  });
  const { id, description } = added.body;
  expect(description.params.map(({ name }) => name)).toEqual(["steps", "guidance_scale"]);

  const toon = await startApp(TOON_CRAFTER_SHAPE);
  const second = await house.read({ address: toon.baseUrl });
  expect(second.body).toMatchObject({ isToonCrafter: true, suggestedName: "ToonCrafter" });
  const preset = { address: toon.baseUrl, name: "ToonCrafter", preset: "tooncrafter" };
  const toonAdded = (await house.create(preset)).body;
  expect(toonAdded).toMatchObject({ model: "tooncrafter", description: { nativeFrames: 16 } });
  // Read again, it would be the second of its name.
  expect((await house.read({ address: toon.baseUrl })).body.suggestedName).toBe("ToonCrafter 2");

  const fields = { isEnabled: false, helps: "when-busy", concurrency: 4 };
  const set = await house.patch(id, { name: "Wan", ...fields, params: { steps: 12 } });
  expect(set.body).toMatchObject({ name: "Wan", params: { steps: 12 }, state: fields });
  expect(set.body.description.params[0]).toMatchObject({ name: "steps", default: 12 });
  // What isn't named goes back to the app's own, and what is the app's own isn't kept.
  const own = await house.patch(id, { params: { steps: 8, guidance_scale: 2.5 } });
  expect(own.body.params).toEqual({ guidance_scale: 2.5 });

  const { cookie } = house.owner;
  const order = await house.call(`POST ${house.url}/order`, {
    ...{ cookie, body: { ids: [toonAdded.id, id] } },
  });
  expect(order.status).toBe(204);
  const list = await house.list();
  expect(list).toMatchObject({
    ...{ canManage: true, allowsPrivateAddresses: true, workspaceName: "Studio" },
    draft: { id: "draft" },
  });
  expect(list.backends.map(({ name }) => name)).toEqual(["ToonCrafter", "Wan"]);

  const check = () =>
    house.call<{ health: BackendHealth }>(`POST ${house.url}/${id}/check`, { cookie });
  expect((await check()).body.health.state).toBe("running");
  app.become({
    ...wan,
    inputs: wan.inputs.map((one) => (one.name === "steps" ? { ...one, name: "passes" } : one)),
  });
  expect((await check()).body.health).toMatchObject({
    state: "changed",
    problem: expect.stringContaining("has changed since it was set up") as string,
  });
  expect((await house.list()).backends[1]?.state.health?.state).toBe("changed");

  const again = await house.read({ backendId: id });
  expect(again.body.suggestedName).toBe("Wan");
  const remapped = await house.patch(id, { mapping: confirmed(again.body) });
  expect(remapped.body).toMatchObject({
    ...{ name: "Wan", params: { guidance_scale: 2.5 } },
    mapping: { sources: { passes: "setting" } },
    // What was set before stays.
    state: { health: { state: "running", problem: null }, helps: "when-busy", concurrency: 4 },
  });
  expect(remapped.body.description.version).not.toBe(description.version);
  expect((await check()).body.health.state).toBe("running");

  expect((await house.call(`DELETE ${house.url}/${id}`, { cookie })).status).toBe(204);
  expect((await house.list()).backends.map(({ name }) => name)).toEqual(["ToonCrafter"]);
  expect((await house.call(`DELETE ${house.url}/${id}`, { cookie })).status).toBe(404);
  expect((await house.patch(id, { isEnabled: true })).status).toBe(404);
  expect((await check()).status).toBe(404);
});

test("a ToonCrafter that has become another app is confirmed as any app; one that is itself stays known", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const preset = { address: app.baseUrl, name: "ToonCrafter", preset: "tooncrafter" };
  const { id, description } = (await house.create(preset)).body;
  const known = confirmed((await house.read({ backendId: id })).body);
  const same = await house.patch(id, { mapping: known });
  expect(same.body).toMatchObject({ model: "tooncrafter", description: { nativeFrames: 16 } });
  expect(same.body.description.version).toBe(description.version);

  app.become({
    ...TOON_CRAFTER_SHAPE,
    inputs: TOON_CRAFTER_SHAPE.inputs.map((one) =>
      one.name === "image2" ? { ...one, name: "last_image" } : one,
    ),
  });
  const { cookie } = house.owner;
  const { body } = await house.call<{ health: BackendHealth }>(`POST ${house.url}/${id}/check`, {
    cookie,
  });
  expect(body.health.state).toBe("changed");
  const other = confirmed((await house.read({ backendId: id })).body);
  expect((await house.patch(id, { mapping: known })).status).toBe(400);
  const remapped = await house.patch(id, { mapping: other });
  expect(remapped.body).toMatchObject({ model: "mapped", state: { health: { state: "running" } } });
});

test("every app that can't draw between two images says why, and can't be added all the same", async () => {
  const house = await openHouse();
  for (const { of, shape, reason } of OTHER_APPS) {
    const app = await startApp(shape);
    const { body } = await house.read({ address: app.baseUrl });
    expect(body.choices, of).toEqual([]);
    expect(body.refusals[0]?.reason, of).toMatch(reason);
    const images = shape.inputs.map(({ name }, place) => [
      name,
      ["first-image", "last-image"][place] ?? "default",
    ]);
    const mapping = {
      apiName: `/${shape.apiName}`,
      sources: Object.fromEntries(images) as unknown,
      outputIndex: 0,
    };
    const added = await house.create({ address: app.baseUrl, name: of, mapping });
    expect(added.status, of).toBe(400);
    expect(added.body.message, of).toMatch(reason);
    const preset = await house.create({ address: app.baseUrl, name: of, preset: "tooncrafter" });
    expect(preset.body.message, of).toContain("isn't ToonCrafter");
  }
  expect((await house.list()).backends).toEqual([]);
});

test("what the browser believes of an app doesn't count", async () => {
  const house = await openHouse();
  const app = await startApp(shapeOf("Wan 2.2 first-last"));
  const mapping = confirmed((await house.read({ address: app.baseUrl })).body);
  const refused = [
    { ...mapping, apiName: "/another" },
    { ...mapping, outputIndex: 1 },
    { ...mapping, outputIndex: 7 },
    { ...mapping, sources: { ...mapping.sources, end_image_pil: "first-image" } },
    { ...mapping, sources: { ...mapping.sources, steps: "prompt" } },
    { ...mapping, sources: { ...mapping.sources, more: "setting" } },
    { ...mapping, sources: { start_image_pil: "first-image", end_image_pil: "last-image" } },
    { ...mapping, sources: { ...mapping.sources, negative_prompt: "prompt" } },
  ];
  for (const one of refused) {
    const { status, body } = await house.create({ address: app.baseUrl, name: "A", mapping: one });
    expect(status).toBe(400);
    expect(body.message).toContain("Nothing was saved");
  }
  const { body: backend } = await house.create({ address: app.baseUrl, name: "A", mapping });
  for (const params of [{ steps: 31 }, { steps: "8" }, { passes: 3 }, { steps: 1, seed: 4 }]) {
    const { status, body } = await house.patch(backend.id, { params });
    expect(status).toBe(400);
    expect(body.message).toContain("Nothing was changed");
  }
  expect((await house.patch(backend.id, { mapping: refused[3] })).status).toBe(400);
  expect((await house.list()).backends).toEqual([backend]);
});

test("what is no app, or no address, is told from an app that is away", async () => {
  const house = await openHouse();
  const server = createServer((_, response) => response.end("<!doctype html><h1>My shop</h1>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  const shop = await house.read({ address: `http://127.0.0.1:${port}` });
  expect(shop.status).toBe(400);
  expect(shop.body.message).toContain("not a Gradio app");
  const gone = await startApp(TOON_CRAFTER_SHAPE);
  await gone.close();
  const away = await house.read({ address: gone.baseUrl });
  expect(away.status).toBe(400);
  expect(away.body.message).toContain("no answer");
  for (const address of ["", "my app", "ftp://example.test", "https://user:pass@example.test"]) {
    const { status, body } = await house.read({ address });
    expect(status).toBe(400);
    expect(body.message).toContain("no app in this address");
  }
});

test("an address of this machine or its network is asked only where that is allowed", async () => {
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const { port } = new URL(app.baseUrl);
  const house = await openHouse({ allowPrivateAddresses: false });
  expect((await house.list()).allowsPrivateAddresses).toBe(false);
  for (const address of [app.baseUrl, `http://localhost:${port}`, `http://[::1]:${port}`]) {
    const read = await house.read({ address });
    expect(read.status).toBe(400);
    expect(read.body.message).toContain("GENGA_ALLOW_PRIVATE_BACKENDS");
    const added = await house.create({ address, name: "Near", preset: "tooncrafter" });
    expect(added.body.message).toContain("GENGA_ALLOW_PRIVATE_BACKENDS");
  }
  // One that was added while it was allowed isn't asked either.
  const id = "d".repeat(32);
  const { workspaceId, url } = house;
  const row = { workspaceId, id, name: "Near", baseUrl: app.baseUrl };
  await addToonCrafter(house.services.database, row);
  const { cookie } = house.owner;
  const { body } = await house.call<{ health: BackendHealth }>(`POST ${url}/${id}/check`, {
    cookie,
  });
  expect(body.health.state).toBe("broken");
  expect(body.health.problem).toContain("GENGA_ALLOW_PRIVATE_BACKENDS");
  expect((await house.read({ backendId: id })).status).toBe(400);
  expect(app.requests).toEqual([]);

  const allowed = await openHouse({ forbiddenPorts: [Number(port)] });
  const own = await allowed.read({ address: app.baseUrl });
  expect(own.body.message).toContain("no port of Genga's own");
  expect(app.requests).toEqual([]);
});

test("names are one line and one backend's, and a workspace has room for 32", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const add = (name: string) => house.create({ address: app.baseUrl, name, preset: "tooncrafter" });
  const { id } = (await add("Toon\n\tCrafter ")).body;
  expect((await house.list()).backends[0]?.name).toBe("Toon Crafter");
  for (const name of ["toon crafter", "ＴＯＯＮ CRAFTER", "draft"]) {
    const clash = await add(name);
    expect([clash.status, clash.body.message]).toEqual([409, expect.stringContaining(name)]);
  }
  for (const name of ["", " \n ", "x".repeat(81), "a\u0000b", "\ud800"]) {
    expect((await add(name)).status).toBe(400);
  }
  // Its own name is no clash.
  expect((await house.patch(id, { name: "TOON CRAFTER" })).body.name).toBe("TOON CRAFTER");
  const { workspaceId } = house;
  for (let number = 2; number <= 31; number += 1) {
    const row = { workspaceId, id: `backend-${number}`, name: `B${number}` };
    await addToonCrafter(house.services.database, {
      ...row,
      ...{ baseUrl: app.baseUrl, position: number },
    });
  }
  const [one, other] = await Promise.all([add("The last"), add("One more")]);
  expect([one.status, other.status].toSorted()).toEqual([201, 413]);
  const full = one.status === 413 ? one : other;
  expect(full.body.message).toContain("at most 32 backends");
  const asked = app.requests.length;
  expect((await add("Still more")).status).toBe(413);
  // It is refused before anybody waits for the app.
  expect(app.requests).toHaveLength(asked);
  expect((await house.patch(id, { name: "b7" })).status).toBe(409);
});

test("of two owners at once neither undoes what the other has set", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const other = await house.join("owner");
  const body = { address: app.baseUrl, name: "ToonCrafter", preset: "tooncrafter" };
  const asOther = (name: Parameters<typeof house.call>[0], sent?: unknown) =>
    house.call<BackendView>(name, { cookie: other.cookie, body: sent });
  const both = await Promise.all([house.create(body), asOther(`POST ${house.url}`, body)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  const [first] = (await house.list()).backends;
  const id = first?.id ?? "";
  const url = `${house.url}/${id}` as const;

  await Promise.all([
    house.patch(id, { name: "Mine", params: { steps: 25 } }),
    asOther(`PATCH ${url}`, { concurrency: 3 }),
    house.patch(id, { helps: "when-unable" }),
    asOther(`PATCH ${url}`, { isEnabled: false }),
  ]);
  expect((await house.list()).backends[0]).toMatchObject({
    ...{ name: "Mine", params: { steps: 25 } },
    state: { concurrency: 3, helps: "when-unable", isEnabled: false },
  });

  const second = (await house.create({ ...body, name: "Second" })).body.id;
  const third = (await house.create({ ...body, name: "Third" })).body.id;
  const order = (ids: string[]) => asOther(`POST ${house.url}/order`, { ids });
  const orders = await Promise.all([order([third, second, id]), order([second, third, id])]);
  expect(orders.map(({ status }) => status)).toEqual([204, 204]);
  const places = (await house.list()).backends.map((one) => one.id);
  expect([
    [third, second, id],
    [second, third, id],
  ]).toContainEqual(places);

  const gone = await Promise.all([
    house.call(`DELETE ${url}`, { cookie: house.owner.cookie }),
    asOther(`DELETE ${url}`),
  ]);
  expect(gone.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  for (const ids of [[third, second, id], [third], [third, third], [third, second, "x".repeat(8)]])
    expect((await order(ids)).status).toBe(409);
});

test("an owner of one workspace reaches no backend of another", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const { services } = house;
  const other = await services.database.workspace.create({
    data: { id: "f".repeat(32), name: "" },
  });
  const id = "e".repeat(32);
  const row = { workspaceId: other.id, id, name: "Theirs", baseUrl: app.baseUrl };
  await addToonCrafter(services.database, row);
  const { cookie } = house.owner;
  expect((await house.patch(id, { isEnabled: false })).status).toBe(404);
  expect((await house.read({ backendId: id })).status).toBe(404);
  expect((await house.call(`POST ${house.url}/${id}/check`, { cookie })).status).toBe(404);
  expect((await house.call(`DELETE ${house.url}/${id}`, { cookie })).status).toBe(404);
  const body = { ids: [id] };
  expect((await house.call(`POST ${house.url}/order`, { cookie, body })).status).toBe(409);
  expect(app.requests).toEqual([]);
  expect(await services.database.backend.count({ where: { isEnabled: true } })).toBe(1);
});

test("workers and open projects hear of every change", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE);
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    const listener = listen({
      connectionString: house.databaseUrl,
      channels: [BACKENDS_CHANNEL, TAKES_CHANNEL],
      onNotice: (channel, payload) => heard.push(`${channel} ${payload}`),
      onListening: resolve,
    });
    closers.push(() => listener.close());
  });
  const body = { address: app.baseUrl, name: "ToonCrafter", preset: "tooncrafter" };
  const { id } = (await house.create(body)).body;
  const url = `${house.url}/${id}` as const;
  const { cookie } = house.owner;
  const changes = [
    () => house.patch(id, { isEnabled: false }),
    () => house.call(`POST ${house.url}/order`, { cookie, body: { ids: [id] } }),
    () => house.call(`POST ${url}/check`, { cookie }),
    () => house.call(`DELETE ${url}`, { cookie }),
  ];
  for (const change of [() => Promise.resolve(), ...changes]) {
    await change();
    const both = [
      `${BACKENDS_CHANNEL} ${JSON.stringify({ workspaceId: house.workspaceId })}`,
      `${TAKES_CHANNEL} `,
    ];
    await eventually(async () => both.every((one) => heard.includes(one)), {
      ...{ timeoutMs: 10_000, what: "the news" },
    });
    heard.length = 0;
  }
});

test("a person has two apps read at once, and can call that off", async () => {
  const house = await openHouse();
  const app = await startApp(TOON_CRAFTER_SHAPE, { fault: "silent" });
  const { cookie } = house.owner;
  const body = { address: app.baseUrl };
  const controller = new AbortController();
  const { signal } = controller;
  const both = [1, 2].map(() => house.call(`POST ${house.url}/read`, { cookie, body, signal }));
  await eventually(async () => app.requests.length === 2, {
    ...{ timeoutMs: 20_000, what: "two questions" },
  });
  const third = await house.read(body);
  expect([third.status, third.body.message]).toEqual([409, expect.stringContaining("two apps")]);
  controller.abort();
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([499, 499]);
  await eventually(async () => (await app.openSockets()) === 0, {
    ...{ timeoutMs: 20_000, what: "closed connections" },
  });
});
