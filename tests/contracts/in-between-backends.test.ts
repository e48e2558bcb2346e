import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";
import { inBetweenBackendContract } from "./in-between-backend-contract.ts";

inBetweenBackendContract("draft", async () => {
  const directory = await mkdtemp(join(tmpdir(), "genga-backend-"));
  return {
    backend: createDraftBackend(),
    outputPath: async () => join(directory, randomUUID()),
    close: () => rm(directory, { recursive: true, force: true }),
  };
});
