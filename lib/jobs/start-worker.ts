import { fromPrisma, type Job } from "pg-boss";
import type { Transaction } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import type { JobDefinition } from "./definitions/job-definition.ts";
import { JOB_DEFINITIONS, type JobData, type JobName } from "./definitions/job-definitions.ts";
import { JOB_HANDLERS } from "./handlers/job-handlers.ts";
import { runTakes } from "./takes/run-takes.ts";
import type { WorkerServices } from "./worker-services.ts";

export type Worker = {
  /** Gives back what is under way, within a few seconds, and takes nothing new. Leaves the services open. */
  stop(): Promise<void>;
};

const RECOVER_EVERY_SECONDS = 10;
const SWEEP_EVERY_SECONDS = 60 * 60;
const CLEAR_EVERY_SECONDS = 60 * 60;

/**
 * Begins to draw takes and to do the queue's jobs.
 * @param options.concurrency drafts drawn at once in this process
 * @throws Error when a kind of job has no handler, or a handler no kind
 */
export async function startWorker(options: {
  services: WorkerServices;
  concurrency: number;
}): Promise<Worker> {
  const { services, concurrency } = options;
  checkHandlers();
  const shutdown = new AbortController();
  for (const name of Object.keys(JOB_DEFINITIONS) as JobName[]) {
    await workOn({ name, services, concurrency, shutdown: shutdown.signal });
  }
  const takes = runTakes({ services, draftPlaces: concurrency, shutdown: shutdown.signal });
  const housekeeping = setInterval(() => void keepHouse(services), RECOVER_EVERY_SECONDS * 1_000);
  void keepHouse(services);
  log.info({ concurrency }, "the worker takes jobs");
  return {
    async stop() {
      clearInterval(housekeeping);
      shutdown.abort(new Error("the worker is stopping"));
      await takes.stop();
      await services.queue.stop();
    },
  };
}

async function workOn<Name extends JobName>(options: {
  name: Name;
  services: WorkerServices;
  concurrency: number;
  shutdown: AbortSignal;
}): Promise<void> {
  const { name, services, shutdown } = options;
  const { boss } = services.queue;
  // The tables pair each name with its own data; the compiler can't follow the pair through an index.
  const definition = JOB_DEFINITIONS[name] as unknown as JobDefinition<Name, JobData<Name>>;
  const handle = JOB_HANDLERS[name];

  async function runJob(job: Job<unknown>): Promise<void> {
    const parsed = definition.schema.safeParse(job.data);
    if (!parsed.success) {
      // An older version's job: trying again would not help.
      log.error({ job: job.id, name, issues: parsed.error.issues }, "a job can't be read");
      return;
    }
    await handle(services, parsed.data, {
      signal: job.signal,
      shutdown,
      retryCount: job.retryCount,
      retryLimit: definition.retryLimit,
      sendAgain: (transaction, data, startAfter) =>
        sendAgain({ services, name, job, transaction, data, startAfter }),
    });
  }

  // One registration for each place, so that each can be woken by its own id.
  const places = definition.concurrency ?? options.concurrency;
  for (let place = 0; place < places; place += 1) {
    const workerId: string = await boss.work<unknown>(
      name,
      {
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 2,
        heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
      },
      async ([job]: Job<unknown>[]) => {
        if (!job) return;
        // The queue would wait out its polling interval before it looks for the next job of many.
        boss.notifyWorker(workerId);
        try {
          await runJob(job);
        } catch (error) {
          log.warn({ err: error, name, job: job.id }, "a job failed and may be tried again");
          throw error;
        }
      },
    );
  }
}

const HEARTBEAT_REFRESH_SECONDS = 3;

async function sendAgain<Name extends JobName>(options: {
  services: WorkerServices;
  name: Name;
  job: Job<unknown>;
  transaction: Transaction;
  data: JobData<Name>;
  startAfter: Date;
}): Promise<void> {
  const { services, name, job, transaction, data, startAfter } = options;
  const { boss } = services.queue;
  await boss.complete(name, { id: job.id, retryCount: job.retryCount }, null, {
    db: fromPrisma(transaction),
  });
  await services.queue.enqueue(name, [data], { transaction, startAfter });
}

async function keepHouse({ queue }: WorkerServices): Promise<void> {
  try {
    await queue.enqueue("recover-lost", [{}], { onceInSeconds: RECOVER_EVERY_SECONDS });
    await queue.enqueue("sweep-files", [{}], { onceInSeconds: SWEEP_EVERY_SECONDS });
    await queue.enqueue("clear-old", [{}], { onceInSeconds: CLEAR_EVERY_SECONDS });
  } catch (error) {
    log.debug({ err: error }, "housekeeping could not be asked for");
  }
}

function checkHandlers(): void {
  const kinds = Object.keys(JOB_DEFINITIONS).sort().join(", ");
  const handlers = Object.keys(JOB_HANDLERS).sort().join(", ");
  if (kinds !== handlers) {
    throw new Error(`Kinds of job (${kinds}) and handlers (${handlers}) do not match.`);
  }
}
