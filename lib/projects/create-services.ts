import { createAuth } from "#lib/auth/create-auth.ts";
import type { Address } from "#lib/auth/own-origins.ts";
import { createAppReader } from "#lib/backends/app-reader.ts";
import { createBackendReach, type BackendReachOptions } from "#lib/backends/backend-reach.ts";
import { createDatabase } from "#lib/db/client.ts";
import { openJobQueue } from "#lib/jobs/job-queue.ts";
import { closeImagePool, importImage } from "#lib/media/import-image.ts";
import { renderSvg } from "#lib/media/render-svg.ts";
import { createFilesystemBlobStore } from "#lib/storage/filesystem-blob-store.ts";
import { createCommitFeed } from "./commit-feed.ts";
import type { LocalBackendControl } from "./local-backend/local-backend-control.ts";
import type { Services } from "./services.ts";

/** Opens what the web process works with. `close` ends it, once nothing uses it any more. */
export async function createServices(
  options: {
    databaseUrl: string;
    address: Address;
    localBackend?: LocalBackendControl | null;
  } & BackendReachOptions,
): Promise<{ services: Services; close: () => Promise<void> }> {
  const { databaseUrl, dataDirectory, secret, address, localBackend = null } = options;
  const database = createDatabase(databaseUrl);
  const queue = await openJobQueue({ connectionString: databaseUrl, role: "sender" });
  const blobs = await createFilesystemBlobStore(dataDirectory);
  const auth = createAuth({ database, secret, address });
  const commits = createCommitFeed();
  const reach = createBackendReach(options);
  return {
    services: {
      address,
      database,
      auth,
      blobs,
      queue,
      commits,
      importImage,
      renderSvg,
      appReader: createAppReader(reach),
      sealer: reach.sealer,
      localBackend,
    },
    close: async () => {
      closeImagePool();
      await queue.stop();
      await database.$disconnect();
    },
  };
}
