import type { BackendDirectory } from "#lib/backends/backend-directory.ts";
import type { Database, Transaction } from "#lib/db/client.ts";
import type { Gate } from "#lib/projects/gate.ts";
import type { BlobStore } from "#lib/storage/blob-store.ts";
import type { JobQueue } from "./job-queue.ts";

/** What the handlers of a worker process work with. */
export type WorkerServices = {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly queue: JobQueue;
  readonly backends: BackendDirectory;
  readonly databaseUrl: string;
  /** Lets as many clips be derived at once as there are processors to do it. */
  readonly deriving: Gate;
};

/** How a handler is told about its own job. */
export type JobContext<Data> = {
  /** Aborted when the job is called back, when its claim is lost, and on shutdown. */
  readonly signal: AbortSignal;
  /** Aborted on shutdown only: give the work back and leave. */
  readonly shutdown: AbortSignal;
  /** Times that this job was claimed before, by workers that were lost or that met an absent database. */
  readonly retryCount: number;
  readonly retryLimit: number;
  /** Ends this job and sends it anew for later, both with the transaction. The handler returns after that. */
  readonly sendAgain: (transaction: Transaction, data: Data, startAfter: Date) => Promise<void>;
};
