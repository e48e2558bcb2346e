import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { TEST_SECRET } from "#tests/support/test-secret.ts";
import { createTestStory, eventually, viewOf } from "#tests/support/test-story.ts";
import { startEmbeddedPostgres } from "../../bin/platform/embedded-postgres.ts";
import { findFreePort } from "../../bin/platform/free-port.ts";
import { prepareForPostgres } from "../../bin/platform/postgres-directory.ts";
import { migrate } from "../../prisma/migrate.ts";

test(
  "Postgres killed and started again while takes are drawn: all become ready, each once",
  { timeout: 180_000 },
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "genga-restart-"));
    prepareForPostgres(directory);
    const server = {
      directory: join(directory, "postgres"),
      port: await findFreePort(),
      password: randomBytes(18).toString("base64url"),
      logFile: join(directory, "postgres.log"),
      durable: true,
    };
    let postgres = await startEmbeddedPostgres(server);
    const databaseUrl = postgres.connectionString("postgres");
    await migrate(databaseUrl);
    const dataDirectory = join(directory, "data");
    const { services, close } = await createWorkerServices({
      databaseUrl,
      dataDirectory,
      secret: TEST_SECRET,
    });
    const worker = await startWorker({ services, concurrency: 2 });
    try {
      const story = await createTestStory(services, { keyframes: 9 });
      await requestTakes(services, { ...story, request: { scope: "missing" } });
      const readyCount = () =>
        services.database.take.count({ where: { projectId: story.projectId, state: "ready" } });
      await eventually(async () => (await readyCount()) >= 2, {
        timeoutMs: 60_000,
        what: "the first takes",
      });
      process.kill(postgres.pid, "SIGKILL");
      await postgres.exited;
      postgres = await startEmbeddedPostgres(server);
      const view = await eventually(
        async () => {
          const now = await viewOf(services.database, story.projectId).catch(() => null);
          return (
            now &&
            [...now.records.take.values()].every((take) => take.status.state === "ready") &&
            now
          );
        },
        { timeoutMs: 90_000, what: "all takes ready" },
      );
      expect(view.records.take.size).toBe(8);
      const finished = await services.database.changeLog.count({
        where: { projectId: story.projectId, label: "Finish a take" },
      });
      expect(finished).toBe(8);
    } finally {
      await worker.stop();
      await close();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
);
