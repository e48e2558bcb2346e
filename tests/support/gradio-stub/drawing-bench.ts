import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BackendError } from "#lib/backends/backend-error.ts";
import type { GradioBackendOptions } from "#lib/backends/gradio/create-gradio-backend.ts";
import type { DrawRequest, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { recipeSchema } from "#lib/core/recipe.ts";
import { drawing } from "#tests/fixtures/pictures.ts";
import { startGradioStub, type GradioStub } from "./gradio-stub.ts";
import { toonCrafterOn } from "./tooncrafter-on.ts";

/** Bytes that only a decoder can judge; the drawing itself looks at their first few. */
export const STUB_VIDEO = Buffer.from(
  "....ftypisom, and then what only a decoder can judge".repeat(200),
);

export type DrawingBench = {
  stubOf(options?: Partial<Parameters<typeof startGradioStub>[0]>): Promise<GradioStub>;
  requestOf(more?: Partial<DrawRequest>): Promise<DrawRequest>;
  /** The failure of a drawing, which must be told as such and leave nothing in its folder. */
  failureOf(backend: InBetweenBackend, request?: DrawRequest): Promise<BackendError>;
  /** Draws to the end on a stub, and checks that its video is what lies there. */
  expectDrawn(
    stub: GradioStub,
    options?: Partial<GradioBackendOptions>,
  ): Promise<readonly string[]>;
  /** Resolves once the server has no connection left. */
  untilSilent(stub: GradioStub): Promise<void>;
  onClose(close: () => Promise<unknown>): void;
  close(): Promise<void>;
};

/** Where single drawings are asked of stubs, without a database or a worker. */
export function createDrawingBench(): DrawingBench {
  const closers: (() => Promise<unknown>)[] = [];

  async function requestOf(more: Partial<DrawRequest> = {}): Promise<DrawRequest> {
    const directory = await mkdtemp(join(tmpdir(), "genga-gradio-"));
    closers.push(() => rm(directory, { recursive: true, force: true }));
    return {
      recipe: RECIPE,
      from: drawing(64, 40, 0),
      to: drawing(64, 40, 8),
      outputPath: join(directory, "take"),
      checkpoint: { read: async () => null, write: async () => undefined },
      onProgress: () => undefined,
      signal: new AbortController().signal,
      ...more,
    };
  }

  return {
    requestOf,
    async stubOf(options = {}) {
      const stub = await startGradioStub({ version: "4.32.1", video: STUB_VIDEO, ...options });
      closers.push(stub.close);
      return stub;
    },
    async failureOf(backend, asked) {
      const request = asked ?? (await requestOf());
      const error = await backend.draw(request).then(
        () => new Error("it was drawn"),
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof Error) || error.name !== "BackendError") throw error;
      const left = await readdir(join(request.outputPath, ".."));
      if (left.length > 0) throw new Error(`left behind: ${left.join()}`);
      return error as BackendError;
    },
    async expectDrawn(stub, options = {}) {
      const request = await requestOf();
      const { notes } = await toonCrafterOn(stub, options).draw(request);
      if (!(await readFile(request.outputPath)).equals(STUB_VIDEO))
        throw new Error("another video");
      return notes;
    },
    async untilSilent(stub) {
      const endMs = performance.now() + 5_000;
      while ((await stub.openSockets()) > 0) {
        if (performance.now() > endMs) throw new Error("connections are left open");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    onClose: (close) => void closers.push(close),
    async close() {
      for (const close of closers.splice(0)) await close();
    },
  };
}

const RECIPE = recipeSchema.parse({
  recipeVersion: 1,
  fromImageId: "0".repeat(64),
  toImageId: "1".repeat(64),
  fit: { policy: "contain", color: "#ffffff" },
  prompt: "walking man",
  negativePrompt: "",
  seed: 7,
  backendId: "toon",
  backendVersion: "1",
  params: { steps: 25, cfg_scale: 7.5, eta: 1, fs: 99 },
  asked: { width: 512, height: 320, frames: 16, frameRate: { num: 8, den: 1 } },
});
