import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startHubStub } from "#tests/support/gradio-stub/hub-stub.ts";
import { awaitSpace } from "./await-space.ts";
import { parseAppAddress } from "./parse-app-address.ts";
import { HUGGING_FACE } from "./read-space.ts";

const closers: (() => Promise<void>)[] = [];
const spaceId = "someone/tooncrafter";

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function spaceWith(stages: readonly string[], host?: string) {
  const woken: (string | undefined)[] = [];
  const space = createServer((request, response) => {
    woken.push(request.headers.authorization);
    response.writeHead(503).end("<html>asleep</html>");
  });
  await new Promise<void>((resolve) => space.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    space.closeAllConnections();
    await new Promise((resolve) => space.close(resolve));
  });
  const origin = `http://127.0.0.1:${(space.address() as AddressInfo).port}`;
  const stub = await startHubStub({ spaceId, host: host ?? origin, stages });
  closers.push(stub.close);
  const details: string[] = [];
  const wait = (more: { wakeMs?: number; signal?: AbortSignal; spaceId?: string } = {}) =>
    awaitSpace({
      spaceId: more.spaceId ?? spaceId,
      token: "hf_secret",
      hub: { ...stub.hub, isSpaceHost: (found) => found === origin },
      network: { allowPrivateAddresses: true },
      timing: { wakeMs: more.wakeMs ?? 10_000, wakePollMs: 10 },
      onProgress: ({ detail }) => details.push(detail),
      signal: more.signal ?? new AbortController().signal,
    });
  return { origin, woken, details, wait, asked: stub.asked };
}

test("a Space that runs is used at once", async () => {
  const { origin, woken, wait, asked } = await spaceWith(["RUNNING"]);
  expect(await wait()).toMatchObject({ baseUrl: origin });
  expect(woken).toEqual([]);
  expect(asked).toEqual(["Bearer hf_secret"]);
});

test("a Space that is asleep is woken once and waited for", async () => {
  const { origin, woken, details, wait } = await spaceWith([
    "SLEEPING",
    "SLEEPING",
    "APP_STARTING",
    "RUNNING",
  ]);
  expect(await wait()).toMatchObject({ baseUrl: origin });
  expect(woken).toHaveLength(1);
  expect(details).toEqual(["Waking the Space up", "Waking the Space up", "The Space is starting"]);
});

test("one that doesn't wake in time gives the take's place free", async () => {
  const { wait } = await spaceWith(["BUILDING"]);
  await expect(wait({ wakeMs: 50 })).rejects.toMatchObject({ errorClass: "asleep" });
});

test.each([
  ["PAUSED", "paused"],
  ["RUNTIME_ERROR", "broken"],
  ["BUILD_ERROR", "broken"],
])("one that is %s is not waited for", async (stage, errorClass) => {
  const { wait, woken } = await spaceWith([stage]);
  await expect(wait()).rejects.toMatchObject({ errorClass });
  expect(woken).toEqual([]);
});

test("a Space that isn't there says to check name and token", async () => {
  const { wait } = await spaceWith(["RUNNING"]);
  const asked = wait({ spaceId: "someone/else" });
  await expect(asked).rejects.toMatchObject({ errorClass: "rejected" });
});

test("a host that isn't Hugging Face's gets no token", async () => {
  const elsewhere = await spaceWith(["RUNNING"]);
  const { wait } = await spaceWith(["SLEEPING"], elsewhere.origin);
  await expect(wait()).rejects.toMatchObject({ errorClass: "broken" });
  expect(elsewhere.woken).toEqual([]);
});

test("waiting ends when it is called off", async () => {
  const { wait } = await spaceWith(["BUILDING"]);
  const signal = AbortSignal.timeout(100);
  await expect(wait({ signal })).rejects.toThrow();
  expect(signal.aborted).toBe(true);
});

test("only hosts of Spaces are such", () => {
  expect(HUGGING_FACE.isSpaceHost("https://doubiiu-tooncrafter.hf.space")).toBe(true);
  for (const origin of [
    "https://hf.space.evil.com",
    "http://a.hf.space",
    "https://a.b.hf.space",
    "",
  ])
    expect(HUGGING_FACE.isSpaceHost(origin)).toBe(false);
});

test.each([
  [" Doubiiu/tooncrafter ", { kind: "space", spaceId: "Doubiiu/tooncrafter" }],
  [
    "https://huggingface.co/spaces/Doubiiu/tooncrafter?x=1",
    { kind: "space", spaceId: "Doubiiu/tooncrafter" },
  ],
  ["https://hf.co/spaces/a/b/tree/main", { kind: "space", spaceId: "a/b" }],
  ["http://192.168.1.20:7860/", { kind: "url", baseUrl: "http://192.168.1.20:7860" }],
  [
    "https://gpu.example.com/toon/?__theme=dark#x",
    { kind: "url", baseUrl: "https://gpu.example.com/toon" },
  ],
  ["https://huggingface.co/models/a", null],
  ["https://user:pass@example.com", null],
  ["file:///etc/passwd", null],
  ["../../api/whoami", null],
  ["a/b/c", null],
  ["tooncrafter", null],
  ["", null],
])("%s is read as what was meant", (text, address) => {
  expect(parseAppAddress(text)).toEqual(address);
});
