import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oldGradioMajors } from "#bin/platform/old-gradio-venv.ts";
import type { DrawProgress } from "#lib/backends/in-between-backend.ts";
import { drawRequest } from "#tests/support/draw-request.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { type GradioServerProcess, startGradioServer } from "#tests/support/gradio-server.ts";
import { inBetweenBackendContract } from "./in-between-backend-contract.ts";

const login = { user: "studio", password: "between us" };

describe.each(oldGradioMajors)("a published server of Gradio %i", (major) => {
  let server: GradioServerProcess;
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "genga-versions-"));
    server = await startGradioServer({ major, login, video: await toonCrafterVideo() });
  }, 300_000);

  afterAll(async () => {
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  inBetweenBackendContract(`ToonCrafter on a published Gradio ${major}`, async () => {
    const directory = await mkdtemp(join(folder, "contract-"));
    return {
      backend: toonCrafterOn(server, { login }),
      outputPath: async () => join(directory, randomUUID()),
      close: async () => undefined,
    };
  });

  test("one that is called off makes room for the next, and progress is told by then", async () => {
    const backend = toonCrafterOn(server, { login });
    const controller = new AbortController();
    const told: DrawProgress[] = [];
    const slow = backend.draw({
      ...drawRequest(backend, { outputPath: join(folder, "slow"), prompt: "slow" }),
      signal: controller.signal,
      onProgress(progress) {
        told.push(progress);
        if (progress.fraction !== null && progress.fraction > 0) controller.abort();
      },
    });
    await expect(slow).rejects.toMatchObject({ errorClass: "cancelled" });
    expect(told.at(-1)?.detail).toContain("Sampling");
    const next = drawRequest(backend, { outputPath: join(folder, "next") });
    await expect(backend.draw(next)).resolves.toEqual({ notes: [] });
  });

  test("the app's own words say why it failed", async () => {
    const backend = toonCrafterOn(server, { login });
    const request = drawRequest(backend, { outputPath: join(folder, "failed"), prompt: "fail" });
    await expect(backend.draw(request)).rejects.toMatchObject({
      userMessage: expect.stringContaining("The lamp is not in the picture.") as string,
    });
  });

  test("without the right password nothing is drawn, and that is said", async () => {
    for (const wrong of [null, { ...login, password: "a guess" }]) {
      const backend = toonCrafterOn(server, { login: wrong });
      const request = drawRequest(backend, { outputPath: join(folder, "refused") });
      await expect(backend.draw(request)).rejects.toMatchObject({ errorClass: "rejected" });
    }
  });
});
