import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGradioStub } from "#tests/support/gradio-stub/gradio-stub.ts";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import { toonCrafterVideo } from "#tests/support/gradio-stub/tooncrafter-video.ts";
import { inBetweenBackendContract } from "./in-between-backend-contract.ts";

const video = toonCrafterVideo();

for (const version of ["4.32.1", "5.49.1", "6.25.0"] as const) {
  inBetweenBackendContract(`ToonCrafter on Gradio ${version}`, async () => {
    const stub = await startGradioStub({ version, video: await video });
    const directory = await mkdtemp(join(tmpdir(), "genga-gradio-"));
    return {
      backend: toonCrafterOn(stub),
      outputPath: async () => join(directory, randomUUID()),
      close: async () => {
        await stub.close();
        await rm(directory, { recursive: true, force: true });
      },
    };
  });
}
