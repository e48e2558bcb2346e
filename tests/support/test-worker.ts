import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDraftBackend } from "#lib/backends/draft-backend.ts";
import type { DrawRequest, InBetweenBackend } from "#lib/backends/in-between-backend.ts";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import type { WorkerServices } from "#lib/jobs/worker-services.ts";
import { directoryOf } from "./test-directory.ts";
import { createTestDatabase } from "./test-database.ts";
import { TEST_SECRET } from "./test-secret.ts";

/** A database and a data directory of a test's own, with the services that a worker has; no worker runs yet. */
export type TestHouse = {
  readonly databaseUrl: string;
  readonly dataDirectory: string;
  readonly services: WorkerServices;
  close(): Promise<void>;
};

export async function openTestHouse(
  options: { backend?: InBetweenBackend; allowPrivateAddresses?: boolean } = {},
): Promise<TestHouse> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "genga-house-"));
  const database = await createTestDatabase();
  const databaseUrl = database.connectionString;
  const { services, close } = await createWorkerServices({
    databaseUrl,
    dataDirectory,
    secret: TEST_SECRET,
    // The servers of the tests are on this machine.
    allowPrivateAddresses: options.allowPrivateAddresses ?? true,
  });
  const { backend } = options;
  const backends = backend ? directoryOf(backend) : services.backends;
  return {
    databaseUrl,
    dataDirectory,
    services: { ...services, backends },
    async close() {
      await services.queue.stop();
      await close();
      await database.drop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** The same house with a worker in this process. */
export async function openWorkingHouse(
  options: {
    backend?: InBetweenBackend;
    allowPrivateAddresses?: boolean;
    change?: (services: WorkerServices) => WorkerServices;
    concurrency?: number;
  } = {},
): Promise<TestHouse> {
  const house = await openTestHouse(options);
  const services = options.change?.(house.services) ?? house.services;
  const worker = await startWorker({ services, concurrency: options.concurrency ?? 2 });
  return {
    ...house,
    services,
    async close() {
      await worker.stop();
      await house.close();
    },
  };
}

export type TestBackend = InBetweenBackend & {
  /** Every drawing that was asked for, also those that failed. */
  readonly requests: DrawRequest[];
};

/**
 * The draft backend with something that happens before it draws.
 * @param before is given the number of the request, from 1, and may throw, or wait for the signal
 */
export function createTestBackend(
  before: (count: number, request: DrawRequest) => Promise<void>,
): TestBackend {
  const draft = createDraftBackend();
  const requests: DrawRequest[] = [];
  return {
    ...draft,
    requests,
    async draw(request) {
      requests.push(request);
      await before(requests.length, request);
      return draft.draw(request);
    },
  };
}

/** Resolves once the request is called off. */
export function calledOff({ signal }: DrawRequest): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
