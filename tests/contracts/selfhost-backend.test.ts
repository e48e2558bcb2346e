import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { toonCrafterOn } from "#tests/support/gradio-stub/tooncrafter-on.ts";
import { type SelfhostServer, startSelfhost } from "#tests/support/selfhost-server.ts";
import { localDescription } from "#lib/backends/local-description.ts";
import { inBetweenBackendContract } from "./in-between-backend-contract.ts";

let server: SelfhostServer;

beforeAll(async () => {
  const started = await startSelfhost();
  if ("missing" in started) throw new Error(started.missing);
  server = started;
}, 300_000);

afterAll(() => server.close());

inBetweenBackendContract("The in-betweener of one's own", async () => {
  const directory = await mkdtemp(join(tmpdir(), "genga-selfhost-"));
  return {
    backend: toonCrafterOn(
      { baseUrl: server.url },
      { description: localDescription({ id: "own", name: "Our own" }) },
    ),
    outputPath: async () => join(directory, randomUUID()),
    close: () => rm(directory, { recursive: true, force: true }),
  };
});
