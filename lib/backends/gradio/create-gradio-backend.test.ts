import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createDrawingBench, STUB_VIDEO } from "#tests/support/gradio-stub/drawing-bench.ts";
import type { GradioStub, StubFault } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import type { DrawProgress } from "../in-between-backend.ts";
import type { GradioBackendOptions } from "./create-gradio-backend.ts";

const bench = createDrawingBench();
const { stubOf, requestOf, failureOf } = bench;

afterEach(() => bench.close());

const paths = (stub: GradioStub) => stub.requests.map(({ path }) => path.split("?")[0] ?? "");
const SHORT = { inactivityMs: 1_000, jobMs: 3_000 };

test.each(["4.32.1", "5.49.1", "6.25.0"] as const)(
  "Gradio %s is given each input by its name",
  async (version) => {
    const stub = await stubOf({ version });
    const told: DrawProgress[] = [];
    const request = await requestOf({ onProgress: (progress) => told.push(progress) });
    const { notes } = await toonCrafterOn(stub).draw(request);
    expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
    expect(await readdir(join(request.outputPath, ".."))).toEqual(["take"]);
    const file = (name: string) => ({
      path: expect.stringMatching(new RegExp(`/${name}$`)) as string,
      meta: { _type: "gradio.FileData" },
    });
    // `fs` was asked to be more than its slider goes to.
    expect(stub.jobs.map(({ data }) => data)).toEqual([
      [file("first.png"), "walking man", 25, 7.5, 1, 30, 7, file("last.png")],
    ]);
    expect(notes).toEqual(["The app says: “The fast mode is on”"]);
    expect(told).toContainEqual(expect.objectContaining({ queuePosition: 1, etaSeconds: 24.2 }));
    expect(told).toContainEqual(expect.objectContaining({ fraction: 0.5, detail: "Sampling" }));
  },
);

test.each<[StubFault, string, Partial<GradioBackendOptions["timing"]>?]>([
  ["clean-end", "transport"],
  ["reset", "transport"],
  ["quiet-stream", "transport", SHORT],
  ["silent", "transport", SHORT],
  ["other-job", "transport"],
  ["log-flood", "broken"],
  ["endless-event", "broken"],
  ["odd-event-id", "broken"],
  ["quota", "quota"],
  ["error-null", "broken"],
  ["called-off-there", "transport"],
  ["climbing-path", "broken"],
  ["foreign-url", "broken"],
  ["config-html", "asleep"],
  ["upload-413", "rejected"],
  ["queue-full", "busy"],
  ["moved", "rejected"],
  ["result-404", "broken"],
  ["result-empty", "broken"],
  ["result-html", "broken"],
  ["result-huge", "broken"],
  ["result-short", "transport"],
  ["result-moved", "rejected"],
])("a server with %s ends the drawing as %s", async (fault, errorClass, timing = {}) => {
  const stub = await stubOf({ fault });
  const backend = toonCrafterOn(stub, { timing });
  const error = await failureOf(backend, await requestOf());
  expect(error.errorClass).toBe(errorClass);
  expect(error.userMessage).not.toMatch(/[<>]|169\.254|ECONN|undici/);
  if (fault === "quota") expect(error.retryAt?.getTime()).toBeGreaterThan(Date.now());
  if (fault === "upload-413") expect(stub.jobs).toEqual([]);
  const isElsewhere = fault === "climbing-path" || fault === "foreign-url";
  if (isElsewhere) expect(paths(stub).filter((path) => path.includes("file="))).toEqual([]);
});

test.each(["clean-end", "reset", "quiet-stream", "log-flood"] as const)(
  "a job that is lost by %s is called off at the server, and the next one is drawn",
  async (fault) => {
    const broken = await stubOf({ fault });
    await failureOf(toonCrafterOn(broken, { timing: SHORT }), await requestOf());
    expect(broken.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
    const sound = await stubOf({});
    const request = await requestOf();
    await toonCrafterOn(sound).draw(request);
    expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
  },
);

test("only this job's first word about its end counts", async () => {
  const stub = await stubOf({ fault: "twice" });
  const request = await requestOf();
  await toonCrafterOn(stub).draw(request);
  expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
});

test("a cancel reaches the server with the token, and no job is left there", async () => {
  const stub = await stubOf({ fault: "never-done", token: "hf_secret" });
  const controller = new AbortController();
  const onProgress = ({ fraction }: DrawProgress) => {
    if (fraction !== null) controller.abort();
  };
  const request = await requestOf({ onProgress, signal: controller.signal });
  const error = await failureOf(toonCrafterOn(stub, { token: "hf_secret" }), request);
  expect(error.errorClass).toBe("cancelled");
  expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
  const cancel = stub.requests.find(({ path }) => path === "/cancel");
  expect(cancel?.headers.authorization).toBe("Bearer hf_secret");
});

test.each([1, 2, 3, 4, 5, 6, 7])(
  "a cancel at the sign of life number %d leaves no job",
  async (place) => {
    const stub = await stubOf({ fault: "never-done", version: "5.49.1" });
    const controller = new AbortController();
    let signs = 0;
    const onProgress = () => {
      signs += 1;
      // A little later, so that it also falls between two of them.
      if (signs === place) setTimeout(() => controller.abort(), place % 2);
    };
    const request = await requestOf({ onProgress, signal: controller.signal });
    const error = await failureOf(toonCrafterOn(stub), request);
    expect(error.errorClass).toBe("cancelled");
    expect(stub.jobs.filter(({ isCancelled }) => !isCancelled)).toEqual([]);
  },
);

test("a cancel before anything asks the server for nothing, and one after changes nothing", async () => {
  const stub = await stubOf({});
  const early = await failureOf(
    toonCrafterOn(stub),
    await requestOf({ signal: AbortSignal.abort() }),
  );
  expect(early.errorClass).toBe("cancelled");
  expect(stub.requests).toEqual([]);
  const controller = new AbortController();
  const request = await requestOf({ signal: controller.signal });
  await toonCrafterOn(stub).draw(request);
  controller.abort();
  expect(await readFile(request.outputPath)).toEqual(STUB_VIDEO);
  expect(paths(stub)).not.toContain("/cancel");
});

test("a job that a killed worker left is called off before another is begun", async () => {
  const stub = await stubOf({ fault: "clean-end" });
  let kept: string | null = null;
  const checkpoint = {
    read: async () => kept,
    write: async (reference: string) => {
      kept = reference;
    },
  };
  await failureOf(toonCrafterOn(stub), await requestOf({ checkpoint }));
  await failureOf(toonCrafterOn(stub), await requestOf({ checkpoint }));
  const order = paths(stub).filter((path) => /join|cancel/.test(path));
  expect(order).toEqual(["/queue/join", "/cancel", "/cancel", "/queue/join", "/cancel"]);
});

test("a job that can't be noted is called off, and the take tries again by itself", async () => {
  const stub = await stubOf({});
  const write = () => Promise.reject(new Error("the database is away"));
  const checkpoint = { read: async () => null, write };
  const error = await failureOf(toonCrafterOn(stub), await requestOf({ checkpoint }));
  expect(error.errorClass).toBe("transport");
  expect(stub.jobs.map(({ isCancelled }) => isCancelled)).toEqual([true]);
});

test("a server's own idea of its address is not followed, and the token goes nowhere else", async () => {
  const other = await stubOf({});
  const stub = await stubOf({ root: other.baseUrl, token: "hf_secret" });
  await toonCrafterOn(stub, { token: "hf_secret" }).draw(await requestOf());
  expect(other.requests).toEqual([]);
});

test("a password is asked for once and kept for the job; a wrong one says so", async () => {
  const login = { user: "ann", password: "right & long" };
  const stub = await stubOf({ login });
  const request = await requestOf();
  await toonCrafterOn(stub, { login }).draw(request);
  expect(paths(stub).filter((path) => path === "/login")).toHaveLength(1);
  const wrong = toonCrafterOn(stub, { login: { ...login, password: "no" } });
  expect((await failureOf(wrong, await requestOf())).userMessage).toMatch(/user name and password/);
  const none = await failureOf(toonCrafterOn(stub), await requestOf());
  expect(none.errorClass).toBe("rejected");
});

test("an app that has changed is sent nothing", async () => {
  const endpoints = [
    { apiName: "get_image", inputs: [{ name: "image", component: "Image" }], outputs: ["Video"] },
  ];
  const stub = await stubOf({ endpoints });
  const error = await failureOf(toonCrafterOn(stub), await requestOf());
  expect(error.errorClass).toBe("rejected");
  expect(error.userMessage).toMatch(/changed since it was set up/);
  expect(paths(stub)).toEqual(["/config", "/info"]);
});

test("a server on this machine is not asked unless the operator allows it", async () => {
  const stub = await stubOf({});
  const backend = toonCrafterOn(stub, { network: { allowPrivateAddresses: false } });
  expect((await failureOf(backend, await requestOf())).errorClass).toBe("rejected");
  expect(stub.requests).toEqual([]);
});

test("one that isn't there reads like one that breaks off", async () => {
  const gone = await stubOf({});
  await gone.close();
  const missing = await failureOf(toonCrafterOn(gone), await requestOf());
  const reset = await failureOf(toonCrafterOn(await stubOf({ fault: "reset" })), await requestOf());
  expect(missing.userMessage).toBe(reset.userMessage);
});
