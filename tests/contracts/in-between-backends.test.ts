import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBackends } from "#lib/backends/create-backends.ts";
import { inBetweenBackendContract } from "./in-between-backend-contract.ts";

for (const [id, backend] of createBackends()) {
  inBetweenBackendContract(id, async () => {
    const directory = await mkdtemp(join(tmpdir(), "genga-backend-"));
    return {
      backend,
      outputPath: async () => join(directory, randomUUID()),
      close: () => rm(directory, { recursive: true, force: true }),
    };
  });
}
