import type { Database } from "#lib/db/client.ts";
import type { JobQueue } from "#lib/jobs/job-queue.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";

/** What the use cases around takes and renders work with. */
export type TakeServices = {
  readonly database: Database;
  readonly queue: JobQueue;
  readonly blobs: BlobStore;
};
