import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { startGradioStub, type GradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { startHubStub } from "#tests/support/gradio-stub/hub-stub.ts";
import { TWO_IMAGE_APPS } from "#tests/support/gradio-stub/two-image-apps.ts";
import { readBackendHealth } from "./backend-health.ts";
import { createGradioBackend } from "./create-gradio-backend.ts";
import { describeMappedApp } from "./describe-mapped-app.ts";
import { endpointMappingSchema } from "./endpoint-mapping.ts";
import { readAppAt } from "./read-app-at.ts";
import { suggestMappings } from "./suggest-mapping.ts";
import { isToonCrafter } from "./toon-crafter.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function stubOf(
  options: Partial<Parameters<typeof startGradioStub>[0]>,
): Promise<GradioStub> {
  const stub = await startGradioStub({
    version: "6.25.0",
    video: Buffer.from("....ftyp"),
    ...options,
  });
  closers.push(stub.close);
  return stub;
}

const optionsFor = (baseUrl: string) => ({
  address: { kind: "url", baseUrl } as const,
  token: null,
  login: null,
  network: { allowPrivateAddresses: true },
  signal: new AbortController().signal,
});

test("an app that a person pasted is read, mapped, saved and called", async () => {
  const wan = TWO_IMAGE_APPS.find(({ of }) => of === "Wan 2.2 first-last");
  if (!wan) throw new Error("no such app");
  const stub = await stubOf({ endpoints: [wan.shape] });
  const app = await readAppAt(optionsFor(stub.baseUrl));
  expect(isToonCrafter(app)).toBe(false);
  const [suggestion] = suggestMappings(app).suggestions;
  if (!suggestion) throw new Error("nothing was suggested");
  const description = describeMappedApp(suggestion, { id: "wan", name: "Wan" });
  expect(description).toMatchObject({ usesPrompt: true, usesNegativePrompt: true });
  const mapping = endpointMappingSchema.parse(JSON.parse(JSON.stringify(suggestion.mapping)));
  const backend = createGradioBackend({ ...optionsFor(stub.baseUrl), description, mapping });
  const frame = { width: 2, height: 2, data: new Uint8Array(12) };
  const directory = await mkdtemp(join(tmpdir(), "genga-gradio-"));
  closers.push(() => rm(directory, { recursive: true, force: true }));
  await backend.draw({
    recipe: {
      recipeVersion: 1,
      fromImageId: "0".repeat(64),
      toImageId: "1".repeat(64),
      fit: { policy: "contain", color: "#ffffff" },
      prompt: "rain",
      negativePrompt: "blur",
      seed: 9,
      backendId: "wan",
      backendVersion: description.version,
      params: { steps: 12 },
      asked: { width: 2, height: 2, frames: 48, frameRate: { num: 24, den: 1 } },
    },
    from: frame,
    to: frame,
    outputPath: join(directory, "take"),
    checkpoint: { read: async () => null, write: async () => undefined },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const file = (name: string) =>
    expect.objectContaining({ path: expect.stringMatching(`/${name}$`) as string }) as unknown;
  // In the app's own order: 48 frames at 24 are 2 s, what nobody set is the app's default, chance is off.
  const asked = [file("first.png"), file("last.png"), "rain", "blur", 2, 12, 1, 1, 9, false];
  expect(stub.jobs.map(({ data }) => data)).toEqual([asked]);
});

test("ToonCrafter is known by its inputs, also with more of them", async () => {
  for (const { of, shape } of TWO_IMAGE_APPS) {
    const app = await readAppAt(optionsFor((await stubOf({ endpoints: [shape] })).baseUrl));
    expect([of, isToonCrafter(app)]).toEqual([of, /^ToonCrafter/.test(of)]);
  }
});

test("health says what a backend is doing, and wakes nobody", async () => {
  const stub = await stubOf({});
  expect(await readBackendHealth(optionsFor(stub.baseUrl))).toEqual({
    state: "running",
    problem: null,
  });
  const asleep = await stubOf({ fault: "config-html" });
  expect(await readBackendHealth(optionsFor(asleep.baseUrl))).toMatchObject({ state: "asleep" });
  const spaceId = "someone/paused";
  const hubStub = await startHubStub({ spaceId, host: stub.baseUrl, stages: ["PAUSED"] });
  closers.push(hubStub.close);
  const asked = stub.requests.length;
  const space = {
    ...optionsFor(""),
    address: { kind: "space", spaceId } as const,
    hub: hubStub.hub,
  };
  expect(await readBackendHealth(space)).toEqual({ state: "paused", problem: null });
  expect(stub.requests).toHaveLength(asked);
  const missing = { ...space, address: { kind: "space", spaceId: "some/other" } as const };
  expect((await readBackendHealth(missing)).problem).toMatch(/no such Space/);
});
