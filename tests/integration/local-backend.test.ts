import { existsSync, readdirSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepLocalBackend, type LocalBackend } from "#bin/platform/local-backend.ts";
import { projectPath } from "#bin/platform/project-root.ts";
import { createAppReader } from "#lib/backends/app-reader.ts";
import { createBackendReach } from "#lib/backends/backend-reach.ts";
import { readLocalServer } from "#lib/backends/read-local-server.ts";
import { readBackendStates } from "#lib/projects/backends/read-backend-states.ts";
import { readSavedBackends } from "#lib/projects/backends/read-saved-backends.ts";
import { followLocalBackend } from "#lib/projects/local-backend/follow-local-backend.ts";
import { openLocalBackendControl } from "#lib/projects/local-backend/local-backend-control.ts";
import { readLocalBackend } from "#lib/projects/local-backend/read-local-backend.ts";
import { removeLocalBackend } from "#lib/projects/local-backend/remove-local-backend.ts";
import { setUpLocalBackend } from "#lib/projects/local-backend/set-up-local-backend.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { lendSelfhostPython } from "#tests/support/selfhost-server.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually, type TestStory, viewOf } from "#tests/support/test-story.ts";
import { openWorkingHouse, type TestHouse } from "#tests/support/test-worker.ts";

// What `npm start`, the web process and a worker do with each other here, in one process, and the server in its own.
let house: TestHouse;
let local: LocalBackend;
let services: Parameters<typeof setUpLocalBackend>[0];
let stopFollowing: () => Promise<void>;
let ada: TestStory;
let ben: TestStory;
const pids: number[] = [];

beforeAll(async () => {
  // An operator who allows no private addresses: it is reached all the same.
  house = await openWorkingHouse({ allowPrivateAddresses: false });
  const { dataDirectory } = house;
  await lendSelfhostPython(dataDirectory);
  local = start();
  const localBackend = openLocalBackendControl({
    dataDirectory,
    tellStart: ({ action, requestId }) => local.ask(action, requestId),
  });
  const { database } = house.services;
  services = { database, localBackend };
  stopFollowing = followLocalBackend(services as Parameters<typeof followLocalBackend>[0]);
  const project = { width: 256, height: 160, segmentFrames: 24 };
  ada = await createTestStory(house.services, { keyframes: 3, project });
  ben = await createTestStory(house.services, { keyframes: 2, project });
}, 300_000);

afterAll(async () => {
  await stopFollowing();
  await local.stop();
  await house.close();
});

test("one request sets it up, runs it and adds it once", async () => {
  expect(await readLocalBackend(services, ada)).toMatchObject({ state: "absent", problem: null });
  const asked = await Promise.all([setUp(ada), setUp(ada)]);
  expect(["installing", "starting"]).toContain(asked[0].state);
  await untilRunning();

  const [saved, ...more] = await savedOf(ada);
  expect(more).toEqual([]);
  if (!saved) throw new Error("it was not added");
  expect(saved.description).toMatchObject({
    name: "Local in-betweener",
    nativeSize: { width: 512, height: 320 },
    nativeFrames: 49,
    nativeFrameRate: { num: 24, den: 1 },
    span: "closed",
    usesPrompt: false,
  });
  expect(await savedOf(ben)).toEqual([]);
  const { logLines, isUsedElsewhere } = await readLocalBackend(services, ada);
  expect(logLines.some((line) => line.includes("is ready: http://127.0.0.1:"))).toBe(true);
  expect(isUsedElsewhere).toBe(false);

  // What is saved of its endpoint holds against what the real server says of itself.
  const { dataDirectory } = house;
  const network = { allowPrivateAddresses: false, forbiddenPorts: [] };
  const reader = createAppReader(
    createBackendReach({ secret: TEST_SECRET, dataDirectory, ...network }),
  );
  const { signal } = new AbortController();
  const found = await reader.look(saved, { userId: ada.userId, signal });
  expect(found).toEqual({ state: "running", problem: null });
});

test("nobody is let in without what Genga alone can read", async () => {
  const { baseUrl, login } = await readLocalServer(house.dataDirectory);
  for (const path of ["/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=a"]) {
    expect((await fetch(`${baseUrl}${path}`)).status).toBe(401);
  }
  const files = new FormData();
  files.append("files", new Blob(["x"]), "x.png");
  const upload = await fetch(`${baseUrl}/gradio_api/upload`, { method: "POST", body: files });
  expect(upload.status).toBe(401);
  const server = await stat(join(house.dataDirectory, "selfhost", "server.json"));
  expect(server.mode & 0o077).toBe(0);
  const log = await readFile(join(house.dataDirectory, "selfhost.log"), "utf8");
  const told = JSON.stringify(await readLocalBackend(services, ada));
  for (const text of [log, told]) expect(text).not.toContain(login.password);
});

test("it draws takes, also when its server is killed in the middle of one", async () => {
  const { database } = house.services;
  const { projectId } = ada;
  const backendId = (await savedOf(ada))[0]?.description.id ?? "";
  await ada.edit([{ kind: "project", id: projectId, to: { backendId } }]);
  // More than its slider for seeds goes up to: it isn't told of them.
  const segments = (await viewOf(database, projectId)).sequence.segments;
  await ada.edit(
    segments.map(({ id }) => ({ kind: "segment" as const, id, to: { seed: 900_000 } })),
  );
  expect(
    await requestTakes(house.services, { ...ada, request: { scope: "missing" } }),
  ).toMatchObject({ queued: 2 });
  const [killed] = await eventually(
    async () => {
      const rows = await database.take.findMany({ where: { projectId } });
      const drawing = rows.filter(({ backendRef }) => backendRef !== null);
      return drawing.length > 0 && drawing;
    },
    { timeoutMs: 30_000, what: "a drawing under way" },
  );
  const pid = pids.at(-1) ?? 0;
  process.kill(pid, "SIGKILL");
  const takes = await eventually(
    async () => {
      const { records } = await viewOf(database, projectId);
      const all = [...records.take.values()];
      const failed = all.find(({ status }) => status.state === "failed");
      if (failed) throw new Error(JSON.stringify(failed.status));
      return all.every(({ status }) => status.state === "ready") && all;
    },
    { timeoutMs: 110_000, what: "both takes" },
  );
  expect(pids.at(-1)).not.toBe(pid);
  expect(takes.find(({ id }) => id === killed?.id)?.recipe.backendId).toBe(backendId);
  for (const { original, clip } of takes) {
    expect(original).toMatchObject({ frames: 49, width: 512, height: 320 });
    expect(clip?.frames).toBe(24);
  }
  const [state] = await readBackendStates(database, ada);
  expect(state?.health?.state).toBe("running");
}, 180_000);

test("it comes up again with Genga, and a take that was asked before waits for it", async () => {
  const { database } = house.services;
  const { user } = (await readLocalServer(house.dataDirectory)).login;
  await local.stop();
  await expect(readLocalServer(house.dataDirectory)).rejects.toMatchObject({
    errorClass: "asleep",
  });
  local = start();
  const backendId = (await savedOf(ada))[0]?.description.id ?? "";
  const [segment] = (await viewOf(database, ada.projectId)).sequence.segments;
  const request = { scope: "segments" as const, segmentIds: [segment?.id ?? ""] };
  await ada.edit([{ kind: "segment", id: segment?.id ?? "", to: { seed: 7 } }]);
  expect(await requestTakes(house.services, { ...ada, request })).toMatchObject({ queued: 1 });
  await untilRunning();
  expect((await readLocalServer(house.dataDirectory)).login.user).toBe(user);
  const take = await eventually(
    async () => {
      const { records } = await viewOf(database, ada.projectId);
      const all = [...records.take.values()];
      const asked = all.find(({ recipe }) => recipe.seed === 7);
      return asked?.status.state === "ready" && asked;
    },
    { timeoutMs: 110_000, what: "the take" },
  );
  expect(take.recipe.backendId).toBe(backendId);
  const rows = await database.take.findMany({ where: { projectId: ada.projectId, id: take.id } });
  expect(rows[0]?.refusedCount).toBe(0);
}, 180_000);

test("removed from one workspace it stays for another; removed from the last it is gone", async () => {
  await setUp(ben);
  expect(await removeLocalBackend(services, ada)).toMatchObject({
    state: "running",
    isUsedElsewhere: true,
  });
  expect(await savedOf(ada)).toEqual([]);
  expect(await savedOf(ben)).toHaveLength(1);

  expect(await removeLocalBackend(services, ben)).toMatchObject({ state: "absent" });
  expect(await savedOf(ben)).toEqual([]);
  const folder = join(house.dataDirectory, "selfhost");
  await eventually(async () => readdirSync(folder).join() === "status.json", {
    timeoutMs: 20_000,
    what: "an empty folder",
  });
  // Its Python was lent, and is still there for others.
  expect(existsSync(projectPath("selfhost", ".venv", "genga-stamp.json"))).toBe(true);
  const takes = await house.services.database.take.count({ where: { state: "ready" } });
  expect(takes).toBe(3);
});

test("where none is offered that is said, and nothing is added", async () => {
  const elsewhere = { ...services, localBackend: null };
  expect(await readLocalBackend(elsewhere, ada)).toMatchObject({ state: "not-offered" });
  await expect(setUpLocalBackend(elsewhere, { ...ada, action: "set-up" })).rejects.toMatchObject({
    code: "unavailable",
  });
  expect(await savedOf(ada)).toEqual([]);
});

test("the log is for those who may set it up", async () => {
  const { database } = house.services;
  const viewer = crypto.randomUUID();
  await database.user.create({ data: { id: viewer, name: "Vi", email: `${viewer}@example.test` } });
  const { workspaceId } = ada;
  await database.membership.create({ data: { userId: viewer, workspaceId, role: "viewer" } });
  expect((await readLocalBackend(services, ada)).logLines).not.toEqual([]);
  const seen = await readLocalBackend(services, { userId: viewer, workspaceId });
  expect(seen).toMatchObject({ state: "absent", logLines: [] });
});

function start(): LocalBackend {
  const { dataDirectory } = house;
  const started = keepLocalBackend({
    dataDirectory,
    logFile: join(dataDirectory, "selfhost.log"),
    neededMegabytes: 0,
    tell: () => undefined,
    onStart: (pid) => pids.push(pid),
  });
  started.resume();
  return started;
}

function setUp(story: TestStory) {
  return setUpLocalBackend(services, { ...story, action: "set-up" });
}

function savedOf({ workspaceId }: TestStory) {
  return readSavedBackends(house.services.database, { workspaceId });
}

async function untilRunning(): Promise<void> {
  await eventually(async () => (await readLocalBackend(services, ada)).state === "running", {
    timeoutMs: 110_000,
    what: "the local in-betweener",
  });
}
