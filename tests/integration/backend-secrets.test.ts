import fs from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BackendHealth } from "#lib/core/backend-state.ts";
import { log } from "#lib/log.ts";
import { createServices } from "#lib/projects/create-services.ts";
import { provideServices } from "#lib/projects/services.ts";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { openSettingsHouse } from "#tests/support/settings-house.ts";
import { forkWorker } from "#tests/support/fork-worker.ts";
import { createTestStory, eventually, viewOf } from "#tests/support/test-story.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";

const TOKEN = "hf_SoSecretThatNobodyMayReadIt";
const PASSWORD = "a password beyond all guessing";
const LOGIN = { user: "ada", password: PASSWORD };

vi.hoisted(() => {
  // Read once, when the log is made: nothing that it could say is left out.
  process.env["GENGA_LOG_LEVEL"] = "trace";
});

const closers: (() => Promise<void>)[] = [];
/** All that the web process's log has said. */
let logged = "";
beforeEach(() => {
  logged = "";
  const write = fs.writeSync.bind(fs);
  vi.spyOn(fs, "writeSync").mockImplementation((fd: number, data: string, ...more: []) => {
    if (fd !== 2) return write(fd, data, ...more);
    logged += data;
    return Buffer.byteLength(data);
  });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function openHouse() {
  const house = await openSettingsHouse();
  closers.push(() => house.stop());
  return house;
}

async function startApp(options: Partial<Parameters<typeof startGradioStub>[0]>) {
  const stub = await startGradioStub({ version: "5.49.1", video: new Uint8Array(), ...options });
  closers.push(() => stub.close());
  return stub;
}

const preset = { name: "ToonCrafter", preset: "tooncrafter" } as const;

test("a token and a password are kept sealed, and are told to nobody but the app", async () => {
  const house = await openHouse();
  const { services, owner, url, call } = house;
  const locked = await startApp({ token: TOKEN });
  const walled = await startApp({ login: LOGIN });
  const answers: string[] = [];
  const keep = <Answer extends { text: string }>(answer: Answer) => {
    answers.push(answer.text);
    return answer;
  };
  // Without the way in, and with a wrong one.
  const wrong = { ...LOGIN, password: `${PASSWORD}, almost` };
  for (const body of [
    { address: locked.baseUrl },
    { address: locked.baseUrl, token: `${TOKEN}Not` },
    { address: walled.baseUrl },
    { address: walled.baseUrl, login: wrong },
  ]) {
    expect(keep(await house.read(body)).status).toBe(400);
    expect(keep(await house.create({ ...body, ...preset })).status).toBe(400);
  }
  const token = await house.read({ address: locked.baseUrl, token: "two words" });
  expect(keep(token).body.message).toContain("no token");

  const withToken = { address: locked.baseUrl, token: TOKEN };
  expect(keep(await house.read(withToken)).status).toBe(200);
  const added = keep(await house.create({ ...withToken, ...preset }));
  expect(added.body).toMatchObject({ hasToken: true, hasLogin: false });
  const withLogin = { address: walled.baseUrl, login: LOGIN };
  const other = keep(await house.create({ ...withLogin, ...preset, name: "Walled" }));
  expect(other.body).toMatchObject({ hasToken: false, hasLogin: true });

  const { cookie } = owner;
  for (const { id } of [added.body, other.body]) {
    expect(keep(await house.read({ backendId: id })).status).toBe(200);
    const check = await call<{ health: BackendHealth }>(`POST ${url}/${id}/check`, { cookie });
    expect(keep(check).body.health.state).toBe("running");
    keep(await house.patch(id, { isEnabled: true }));
  }
  const viewer = await house.join("viewer");
  keep(await call(`GET ${url}`, { cookie: viewer.cookie }));
  keep(await call(`GET ${url}`, { cookie }));

  const rows = JSON.stringify(await services.database.backend.findMany());
  expect(rows).toContain("v1.");
  // Its silence means something: this is heard.
  log.trace("the log is listened to");
  expect(logged).toContain("the log is listened to");
  const told = { rows, answers: answers.join("\n"), logged };
  for (const [where, text] of Object.entries(told)) {
    for (const secret of [TOKEN, PASSWORD, encodeURIComponent(PASSWORD)]) {
      expect(text.includes(secret), where).toBe(false);
    }
  }
  // A sealed secret opens for its own backend only.
  const { sealedToken } = await services.database.backend.findFirstOrThrow({
    where: { id: added.body.id },
  });
  await services.database.backend.updateMany({
    where: { id: other.body.id },
    data: { sealedToken },
  });
  const moved = await call<{ health: BackendHealth }>(`POST ${url}/${other.body.id}/check`, {
    cookie,
  });
  expect(moved.body.health.problem).toContain("Enter it again");
});

test("a new token ends what was said of the old one, and one that is forgotten is gone", async () => {
  const house = await openHouse();
  const { services, owner, url, call, workspaceId } = house;
  const { cookie } = owner;
  const app = await startApp({ token: TOKEN });
  const { id } = (await house.create({ address: app.baseUrl, token: TOKEN, ...preset })).body;
  const check = async () =>
    (await call<{ health: BackendHealth }>(`POST ${url}/${id}/check`, { cookie })).body.health;

  expect((await house.patch(id, { token: null })).body).toMatchObject({ hasToken: false });
  const { sealedToken } = await services.database.backend.findFirstOrThrow();
  expect(sealedToken).toBeNull();
  expect(await check()).toMatchObject({ state: "broken" });

  const pausedUntil = new Date(Date.now() + 3_600_000);
  const pauseError = { errorClass: "quota", message: "Used up." };
  await services.database.backend.updateMany({
    where: { workspaceId },
    data: { pausedUntil, pauseError },
  });
  // Another name says nothing of the quota.
  expect((await house.patch(id, { name: "Toon" })).body.state.pause).not.toBeNull();
  expect((await house.patch(id, { token: "two words" })).status).toBe(400);
  const renewed = await house.patch(id, { token: TOKEN });
  expect(renewed.body).toMatchObject({ hasToken: true, state: { health: null, pause: null } });
  expect(await check()).toMatchObject({ state: "running", problem: null });
});

test("where the installation's own secret is another one, a person is asked for the token again", async () => {
  const house = await openHouse();
  const { owner, url, call, databaseUrl, dataDirectory, services } = house;
  const { cookie } = owner;
  const app = await startApp({ token: TOKEN });
  const { id } = (await house.create({ address: app.baseUrl, token: TOKEN, ...preset })).body;
  const { address } = services;
  const secret = "another secret than the one that sealed it";
  const other = await createServices({
    ...{ databaseUrl, dataDirectory, secret, address },
    ...{ allowPrivateAddresses: true, forbiddenPorts: [] },
  });
  closers.push(() => other.close());
  // Sessions are signed with it too; whoever is signed in stays so here.
  provideServices({ ...other.services, auth: services.auth });
  const asked = app.requests.length;
  const check = async () =>
    (await call<{ health: BackendHealth }>(`POST ${url}/${id}/check`, { cookie })).body.health;
  expect(await check()).toMatchObject({
    state: "broken",
    problem: expect.stringContaining("Enter it again") as string,
  });
  expect((await house.read({ backendId: id })).body.message).toContain("Enter it again");
  expect(app.requests).toHaveLength(asked);
  // All else can be set all the same.
  expect((await house.patch(id, { name: "Toon" })).status).toBe(200);
  expect((await house.patch(id, { token: TOKEN })).status).toBe(200);
  expect(await check()).toMatchObject({ state: "running" });
});

test("a worker opens what the web process sealed, and its log tells nothing of it", async () => {
  const house = await openHouse();
  const { services, owner, workspaceId } = house;
  const { userId } = owner;
  const app = await startApp({ token: TOKEN, login: LOGIN, fault: "error-null" });
  const access = { token: TOKEN, login: LOGIN };
  const { id } = (await house.create({ address: app.baseUrl, ...access, ...preset })).body;
  const story = await createTestStory(services, { keyframes: 2, workspaceId, userId });
  const { projectId } = story;
  await story.edit([{ kind: "project", id: projectId, to: { backendId: id } }]);
  await requestTakes(services, { userId, projectId, request: { scope: "missing" } });
  const worker = await forkWorker(house);
  closers.push(() => worker.stop());
  await eventually(
    async () => {
      const takes = (await viewOf(services.database, projectId)).records.take.values();
      return [...takes].every(({ status }) => status.state === "failed");
    },
    { timeoutMs: 60_000, what: "a failed take" },
  );
  expect(app.jobs).toHaveLength(1);
  expect(app.jobs[0]?.data).toHaveLength(8);
  const uploads = app.requests.filter(({ path }) => path.endsWith("/upload"));
  expect(uploads.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${TOKEN}`,
    `Bearer ${TOKEN}`,
  ]);
  expect(worker.logs()).toContain("a take stopped");
  const changes = await services.database.changeLog.findMany();
  for (const text of [worker.logs(), JSON.stringify(changes)]) {
    expect(text.includes(TOKEN)).toBe(false);
    expect(text.includes(PASSWORD)).toBe(false);
  }
});
