import type { Hub } from "#lib/backends/gradio/read-space.ts";
import { createDatabase } from "#lib/db/client.ts";
import { createBackendDirectory } from "#lib/projects/backends/create-backend-directory.ts";
import { createFilesystemBlobStore } from "#lib/storage/filesystem-blob-store.ts";
import { createGate } from "#lib/projects/gate.ts";
import { openJobQueue } from "./job-queue.ts";
import type { WorkerServices } from "./worker-services.ts";

/** Opens what a worker process works with. `close` ends it, once the worker has stopped. */
export async function createWorkerServices(options: {
  databaseUrl: string;
  dataDirectory: string;
  /** GENGA_SECRET, which the web process seals backends' tokens with. */
  secret: string;
  allowPrivateAddresses?: boolean;
  forbiddenPorts?: readonly number[];
  /** Another than Hugging Face only in tests. */
  hub?: Hub | undefined;
  derivingAtOnce?: number;
}): Promise<{ services: WorkerServices; close: () => Promise<void> }> {
  const { databaseUrl, dataDirectory, secret, derivingAtOnce = 2 } = options;
  const { allowPrivateAddresses = false, forbiddenPorts = [], hub } = options;
  const blobs = await createFilesystemBlobStore(dataDirectory);
  const database = createDatabase(databaseUrl);
  const queue = await openJobQueue({ connectionString: databaseUrl, role: "worker" });
  return {
    services: {
      database,
      blobs,
      queue,
      backends: createBackendDirectory({
        database,
        secret,
        dataDirectory,
        allowPrivateAddresses,
        forbiddenPorts,
        hub,
      }),
      databaseUrl,
      deriving: createGate(derivingAtOnce),
    },
    close: () => database.$disconnect(),
  };
}
