import { fromPrisma, PgBoss } from "pg-boss";
import { log } from "#lib/log.ts";
import type { JobDefinition } from "./definitions/job-definition.ts";
import { JOB_DEFINITIONS, type JobData, type JobName } from "./definitions/job-definitions.ts";

/** The part of a Prisma client or transaction that enqueuing needs. */
export type QueueTransaction = {
  $queryRawUnsafe<Rows = unknown>(query: string, ...values: unknown[]): Promise<Rows>;
};

export type EnqueueOptions = {
  /** The transaction that the jobs belong to: they exist when it commits. */
  readonly transaction?: QueueTransaction | undefined;
  /** Not before this time. */
  readonly startAfter?: Date | undefined;
  /** At most one such job in this time, the queued and the done ones counted. */
  readonly onceInSeconds?: number | undefined;
};

export type JobQueue = {
  /** Sends jobs; one whose key is queued or at work already is left out, as its definition says. */
  enqueue<Name extends JobName>(
    name: Name,
    jobs: readonly JobData<Name>[],
    options?: EnqueueOptions,
  ): Promise<void>;
  /** Calls back the jobs with these keys; a handler that is at work has its signal aborted. */
  cancel(name: JobName, keys: readonly string[], transaction?: QueueTransaction): Promise<void>;
  /** The keys of all jobs of this kind that are queued or at work. */
  liveKeys(name: JobName): Promise<ReadonlySet<string>>;
  /** For the worker; all else goes through the functions above. */
  readonly boss: PgBoss;
  stop(): Promise<void>;
};

/** Every job state below this one is still to be done (`pgboss.job_state` is an ordered enum). */
const LIVE = "state < 'completed'";

/**
 * Opens the durable queue over Postgres, and makes its own schema and queues where they are missing.
 * @param options.role `worker` also watches over lost jobs; `sender` only sends.
 */
export async function openJobQueue(options: {
  connectionString: string;
  role: "sender" | "worker";
}): Promise<JobQueue> {
  const isWorker = options.role === "worker";
  const boss = new PgBoss({
    connectionString: options.connectionString,
    application_name: `genga-queue-${options.role}`,
    max: isWorker ? 6 : 2,
    supervise: isWorker,
    schedule: false,
    registerInstance: false,
    useListenNotify: isWorker,
    // Together with the heartbeat of 10 s these bring a lost worker's job back within about 12 s.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => log.warn({ err: error }, "the job queue met an error"));
  boss.on("warning", (warning) => log.debug({ warning }, "the job queue warns"));
  await boss.start({ attempts: 4 });
  await Promise.all(
    Object.values(JOB_DEFINITIONS).map((definition) => makeQueue(boss, definition)),
  );

  return {
    boss,
    enqueue: (name, jobs, enqueueOptions) => enqueue({ boss, name, jobs, ...enqueueOptions }),
    async cancel(name, keys, transaction) {
      if (keys.length === 0) return;
      const db = transaction ? fromPrisma(transaction) : boss.getDb();
      const { rows } = await db.executeSql(
        `SELECT id::text AS id FROM pgboss.job WHERE name = $1 AND ${LIVE} AND singleton_key = ANY($2::text[])`,
        [name, keys],
      );
      // The queue's rows are untyped; the query above says what they are.
      const ids = (rows as { id: string }[]).map((row) => row.id);
      if (ids.length > 0) await boss.cancel(name, ids, transaction ? { db } : {});
    },
    async liveKeys(name) {
      const { rows } = await boss
        .getDb()
        .executeSql(`SELECT singleton_key AS key FROM pgboss.job WHERE name = $1 AND ${LIVE}`, [
          name,
        ]);
      return new Set((rows as { key: string }[]).map((row) => row.key));
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: true }),
  };
}

/** What handlers get to end their work in before their jobs are given back. */
const STOP_TIMEOUT_MS = 5_000;

async function enqueue<Name extends JobName>(
  options: { boss: PgBoss; name: Name; jobs: readonly JobData<Name>[] } & EnqueueOptions,
): Promise<void> {
  const { boss, name, jobs, transaction, startAfter, onceInSeconds } = options;
  if (jobs.length === 0) return;
  // The table pairs each name with its own data; the compiler can't follow the pair through an index.
  const definition = JOB_DEFINITIONS[name] as unknown as JobDefinition<Name, JobData<Name>>;
  await boss.insert(
    name,
    jobs.map((data) => ({
      data: data as object,
      singletonKey: definition.keyOf(data),
      ...(startAfter ? { startAfter } : {}),
      ...(onceInSeconds ? { singletonSeconds: onceInSeconds } : {}),
    })),
    transaction ? { db: fromPrisma(transaction) } : {},
  );
}

async function makeQueue(
  boss: PgBoss,
  definition: Omit<JobDefinition<JobName, unknown>, "schema" | "keyOf">,
): Promise<void> {
  const options = {
    heartbeatSeconds: definition.heartbeatSeconds,
    expireInSeconds: definition.expireInSeconds,
    retryLimit: definition.retryLimit,
    retryDelay: definition.retryDelaySeconds,
    deleteAfterSeconds: 60 * 60,
    notify: true,
  };
  await boss.createQueue(definition.name, { ...options, policy: definition.policy });
  await boss.updateQueue(definition.name, options);
}
