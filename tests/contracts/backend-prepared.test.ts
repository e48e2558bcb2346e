import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createBackendReach } from "#lib/backends/backend-reach.ts";
import { openSavedBackend } from "#lib/backends/open-saved-backend.ts";
import { TOON_CRAFTER_MAPPING, toonCrafterDescription } from "#lib/backends/gradio/toon-crafter.ts";
import { atStep, LINE_FAULTS } from "#tests/support/gradio-stub/at-step.ts";
import { createDrawingBench, STUB_VIDEO } from "#tests/support/gradio-stub/drawing-bench.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";

const bench = createDrawingBench();
afterEach(() => bench.close());

const ALWAYS_ASK = { timing: { freshMs: 0 } };
const uploads = (stub: { requests: readonly { path: string }[] }) =>
  stub.requests.filter(({ path }) => path.endsWith("/upload")).length;

test("what was sent ahead is used, and not sent again", async () => {
  const stub = await bench.stubOf({ version: "5.49.1" });
  const request = await bench.requestOf();
  const prepared = await toonCrafterOn(stub, ALWAYS_ASK).prepare(request);
  expect(stub.jobs).toEqual([]);
  await prepared.draw(request);
  expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
  expect(uploads(stub)).toBe(2);
  await prepared.discard();
  await bench.untilSilent(stub);
});

test("a server that was started anew meanwhile, and has lost what was sent, is sent it again", async () => {
  const stub = await bench.stubOf();
  const request = await bench.requestOf();
  const prepared = await toonCrafterOn(stub, ALWAYS_ASK).prepare(request);
  await stub.close();
  const again = await bench.stubOf({ port: Number(new URL(stub.baseUrl).port) });
  await prepared.draw(request);
  expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
  expect(uploads(again)).toBe(2);
  await prepared.discard();
  await bench.untilSilent(again);
});

test("an app that changed meanwhile is asked nothing", async () => {
  const stub = await bench.stubOf();
  const request = await bench.requestOf();
  const prepared = await toonCrafterOn(stub, ALWAYS_ASK).prepare(request);
  await stub.close();
  const endpoints = [
    { apiName: "get_image", inputs: [{ name: "image", component: "Image" }], outputs: ["Video"] },
  ];
  const port = Number(new URL(stub.baseUrl).port);
  const changed = await bench.stubOf({ port, endpoints });
  const error = await bench.failureOf({ ...toonCrafterOn(stub), draw: prepared.draw }, request);
  expect(error.errorClass).toBe("rejected");
  expect(error.userMessage).toMatch(/changed since it was set up/);
  expect(changed.jobs).toEqual([]);
});

test.each(["resets the line", "never answers", "stops in the middle"] as const)(
  "a server that %s while drawings are sent ahead leaves nothing open, and counts for nothing later",
  async (fault) => {
    const intercept = atStep("sending a drawing", LINE_FAULTS[fault], { times: 1 });
    const stub = await bench.stubOf({ intercept });
    const request = await bench.requestOf();
    const backend = toonCrafterOn(stub, { timing: { inactivityMs: 150 } });
    await expect(backend.prepare(request)).rejects.toMatchObject({ errorClass: "transport" });
    await bench.untilSilent(stub);
    await bench.expectDrawn(stub);
  },
);

test("a cancel between sending ahead and drawing asks for no job, and closes the line", async () => {
  const stub = await bench.stubOf();
  const controller = new AbortController();
  const request = await bench.requestOf({ signal: controller.signal });
  const prepared = await toonCrafterOn(stub).prepare(request);
  controller.abort();
  const error = await bench.failureOf({ ...toonCrafterOn(stub), draw: prepared.draw }, request);
  expect(error.errorClass).toBe("cancelled");
  await prepared.discard();
  await prepared.discard();
  expect(stub.jobs).toEqual([]);
  await bench.untilSilent(stub);
});

test("a server that is gone by then is a lost line, and tries again by itself", async () => {
  const stub = await bench.stubOf();
  const request = await bench.requestOf();
  const backend = toonCrafterOn(stub, ALWAYS_ASK);
  const prepared = await backend.prepare(request);
  await stub.close();
  const error = await bench.failureOf({ ...backend, draw: prepared.draw }, request);
  expect(error.errorClass).toBe("transport");
});

test("the local one that came back on another port is asked there, and nothing goes to its old port", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "genga-data-"));
  bench.onClose(() => rm(dataDirectory, { recursive: true, force: true }));
  await mkdir(join(dataDirectory, "selfhost"));
  const login = { user: "genga", password: "only we know this" };
  const startLocal = async () => {
    const stub = await bench.stubOf({ login });
    const server = JSON.stringify({ baseUrl: stub.baseUrl, ...login });
    await writeFile(join(dataDirectory, "selfhost", "server.json"), server);
    return stub;
  };
  const backend = openSavedBackend({
    reach: createBackendReach({
      ...{ secret: TEST_SECRET, dataDirectory },
      ...{ allowPrivateAddresses: false, forbiddenPorts: [] },
    }),
    saved: {
      ...{ workspaceId: "studio", id: "local", address: { kind: "local" } },
      mapping: TOON_CRAFTER_MAPPING,
      description: toonCrafterDescription({ id: "local", name: "Local in-betweener" }),
      ...{ sealedToken: null, sealedLogin: null, isEnabled: true, helps: "never", concurrency: 1 },
    },
    onFailure: async (error) => error,
  });
  const request = await bench.requestOf();
  const before = await startLocal();
  const prepared = await backend.prepare?.(request);
  await before.close();
  const stranger = await bench.stubOf({ port: Number(new URL(before.baseUrl).port) });
  const after = await startLocal();
  await prepared?.draw(request);
  expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
  expect(after.jobs).toHaveLength(1);
  expect(stranger.requests).toEqual([]);
  await prepared?.discard();
  await bench.untilSilent(after);
});
