import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { BackendError } from "#lib/backends/backend-error.ts";
import type { DrawProgress, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { inspectOriginal } from "#lib/media/decode-original.ts";
import { drawRequest } from "#tests/support/draw-request.ts";

/** What every in-between backend keeps to, whatever draws behind it. */
export function inBetweenBackendContract(
  name: string,
  open: () => Promise<{
    backend: InBetweenBackend;
    /** A new path in a folder that holds nothing else. */
    outputPath: () => Promise<string>;
    close: () => Promise<void>;
  }>,
): void {
  const withBackend = async (
    work: (backend: InBetweenBackend, outputPath: string) => Promise<void>,
  ) => {
    const { backend, outputPath, close } = await open();
    try {
      await work(backend, await outputPath());
    } finally {
      await close();
    }
  };

  test(`${name} gives a video of the frames that it announces`, () =>
    withBackend(async (backend, outputPath) => {
      const told: DrawProgress[] = [];
      const request = drawRequest(backend, {
        outputPath,
        onProgress: (progress) => told.push(progress),
      });
      const { notes } = await backend.draw(request);
      const { asked } = request.recipe;
      expect(await inspectOriginal(outputPath)).toMatchObject({
        frames: asked.frames,
        width: asked.width,
        height: asked.height,
        frameRate: asked.frameRate,
      });
      for (const note of notes) expect(note.length).toBeLessThanOrEqual(1_000);
      for (const { fraction } of told) {
        expect(fraction ?? 0).toBeGreaterThanOrEqual(0);
        expect(fraction ?? 0).toBeLessThanOrEqual(1);
      }
    }));

  test(`${name} stops when it is called off, and leaves nothing`, () =>
    withBackend(async (backend, outputPath) => {
      const controller = new AbortController();
      const onProgress = () => controller.abort();
      const request = drawRequest(backend, { outputPath, onProgress, signal: controller.signal });
      const drawn = backend.draw(request);
      await expect(drawn).rejects.toBeInstanceOf(BackendError);
      await expect(drawn).rejects.toMatchObject({ errorClass: "cancelled" });
      expect(await readdir(dirname(outputPath))).toEqual([]);
    }));

  test(`${name} doesn't begin what was called off before`, () =>
    withBackend(async (backend, outputPath) => {
      const request = drawRequest(backend, { outputPath, signal: AbortSignal.abort() });
      await expect(backend.draw(request)).rejects.toMatchObject({ errorClass: "cancelled" });
      expect(await readdir(dirname(outputPath))).toEqual([]);
    }));

  test(`${name} says what to do when it can't write`, () =>
    withBackend(async (backend, outputPath) => {
      const request = drawRequest(backend, { outputPath: `${outputPath}/not/there` });
      const drawn = backend.draw(request);
      await expect(drawn).rejects.toBeInstanceOf(BackendError);
      await expect(drawn).rejects.toHaveProperty("userMessage");
    }));
}
