import type { BackendDirectory } from "#lib/backends/backend-directory.ts";
import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { TOON_CRAFTER_MAPPING } from "#lib/backends/gradio/toon-crafter.ts";
import type { DrawRequest } from "#lib/backends/in-between-backend.ts";
import type { Take } from "#lib/core/take.ts";
import { openJobQueue } from "#lib/jobs/job-queue.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import type { TakeRequest } from "#lib/projects/take-request.ts";
import { requestTakes } from "#lib/projects/request-takes.ts";
import { createTestStory, eventually, viewOf, type TestStory } from "./test-story.ts";
import { createTestBackend, openTestHouse, type TestHouse } from "./test-worker.ts";

/** Columns of a backend's row that a test sets. */
export type PoolRow = {
  helps?: string;
  concurrency?: number;
  isEnabled?: boolean;
  pausedUntil?: Date;
  meanDrawMs?: number;
  quotaSecondsPerTake?: number;
};

/** A workspace with the backends `a` and `b`, which draw as the draft does, and a story that asks `a`. */
export type TestPool = {
  readonly house: TestHouse;
  readonly story: TestStory;
  /** Drawings that were asked for, by backend. */
  readonly drawn: Readonly<Record<string, number>>;
  /** The first drawing of each pair, in the order in which they were asked for. */
  readonly drawnFrom: readonly string[];
  startWorker(): Promise<Worker>;
  ask(request?: TakeRequest): ReturnType<typeof requestTakes>;
  takes(): Promise<Take[]>;
  /** Waits until every take is in the state. */
  allIn(state: Take["status"]["state"]): Promise<Take[]>;
  close(): Promise<void>;
};

export async function openTestPool(options: {
  a?: PoolRow;
  b?: PoolRow;
  before: (id: string, count: number, request: DrawRequest) => Promise<void>;
  keyframes: number;
  imagesRepeatAfter?: number;
  /** Workers that run from the beginning; one by default. */
  workers?: number;
}): Promise<TestPool> {
  const house = await openTestHouse();
  const { database } = house.services;
  const { keyframes, imagesRepeatAfter = keyframes } = options;
  const story = await createTestStory(house.services, { keyframes, imagesRepeatAfter });
  const { workspaceId, projectId } = story;
  const drawn: Record<string, number> = { a: 0, b: 0 };
  const drawnFrom: string[] = [];
  const backends = ["a", "b"].map((id) => {
    const backend = createTestBackend(async (count, request) => {
      drawn[id] = count;
      drawnFrom.push(request.recipe.fromImageId);
      await options.before(id, count, request);
    });
    const name = id.toUpperCase();
    return { ...backend, description: { ...DRAFT_DESCRIPTION, id, name, isDraft: false } };
  });
  for (const [position, { description }] of backends.entries()) {
    const { id, name } = description;
    const row = options[id as "a" | "b"] ?? {};
    await database.backend.create({
      data: {
        ...{ workspaceId, id, name, position, description },
        ...{ address: {}, mapping: TOON_CRAFTER_MAPPING },
        ...row,
      },
    });
  }
  await database.project.update({ where: { id: projectId }, data: { backendId: "a" } });
  const directory: BackendDirectory = {
    async find({ backendId: id }) {
      const row = await database.backend.findUnique({
        where: { workspaceId_id: { workspaceId, id } },
      });
      return (row && backends.find(({ description }) => description.id === id)) ?? null;
    },
  };

  const running = new Set<Worker>();
  async function start(): Promise<Worker> {
    const queue = await openJobQueue({ connectionString: house.databaseUrl, role: "worker" });
    const services = { ...house.services, queue, backends: directory };
    const worker = await startWorker({ services, concurrency: 1 });
    const stop = async () => {
      if (running.delete(stoppable)) await worker.stop();
    };
    const stoppable = { stop };
    running.add(stoppable);
    return stoppable;
  }
  for (let number = 0; number < (options.workers ?? 1); number += 1) await start();

  async function takes(): Promise<Take[]> {
    return [...(await viewOf(database, projectId)).records.take.values()];
  }

  return {
    ...{ house, story, drawn, drawnFrom, takes },
    startWorker: start,
    ask: (request = { scope: "missing" }) => requestTakes(house.services, { ...story, request }),
    allIn: (state) =>
      eventually(
        async () => {
          const all = await takes();
          return all.length > 0 && all.every((take) => take.status.state === state) && all;
        },
        { timeoutMs: 60_000, what: `all takes ${state}` },
      ),
    async close() {
      for (const worker of running) await worker.stop();
      await house.close();
    },
  };
}
