import type { TrialStatus } from "#lib/core/backend-settings.ts";
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { findApiRoutes } from "./api-routes.ts";
import { createApiCaller } from "./call-api.ts";
import { startGradioStub } from "./gradio-stub/gradio-stub.ts";
import { TEST_SECRET } from "./test-secret.ts";
import { signUpTestUser, startTestServices, TEST_ORIGIN } from "./test-services.ts";
import { eventually } from "./test-story.ts";
import { addToonCrafter } from "./toon-crafter-row.ts";

/** The one backend of the workspace. */
export const TRIED_ID = "toon-crafter";

const VIDEO_ROUTE = "GET /api/workspaces/[workspaceId]/backends/[backendId]/trials/[trialId]/video";

/**
 * A workspace with ToonCrafter in it, its owner, and what they do with its trials through the routes. `close` ends the
 * workers too.
 */
export async function openTrialHouse(
  stubOptions: { video: Uint8Array } & Partial<Parameters<typeof startGradioStub>[0]>,
) {
  const stub = await startGradioStub({ version: "5.49.1", ...stubOptions });
  const house = await startTestServices({ allowPrivateAddresses: true });
  const { database } = house.services;
  const { userId, cookie } = await signUpTestUser(house.services, "Mina");
  const { workspaceId } = await database.membership.findFirstOrThrow({ where: { userId } });
  const { baseUrl } = stub;
  await addToonCrafter(database, { workspaceId, id: TRIED_ID, name: "ToonCrafter", baseUrl });
  const call = await createApiCaller();
  const trialsOf = (backendId: string) =>
    `/api/workspaces/${workspaceId}/backends/${backendId}/trials` as const;
  const workers: (() => Promise<void>)[] = [];

  async function start(backendId = TRIED_ID): Promise<string> {
    const { status, text, body } = await call<{ trialId: string }>(`POST ${trialsOf(backendId)}`, {
      cookie,
    });
    if (status !== 202) throw new Error(`a trial was answered with ${status}: ${text}`);
    return body.trialId;
  }
  const read = async (trialId: string, backendId = TRIED_ID) =>
    (await call<TrialStatus>(`GET ${trialsOf(backendId)}/${trialId}`, { cookie })).body;
  const cancel = async (trialId: string, backendId = TRIED_ID) =>
    (await call(`DELETE ${trialsOf(backendId)}/${trialId}`, { cookie })).status;

  /** Looks until the trial is in this state, and fails when it has failed instead. */
  const until = (trialId: string, state: TrialStatus["state"], detail = "", backendId = TRIED_ID) =>
    eventually(
      async () => {
        const status = await read(trialId, backendId);
        if (status.state === "failed" && state !== "failed") throw new Error(`${status.message}`);
        return status.state === state && status.detail.includes(detail) && status;
      },
      { timeoutMs: 60_000, what: `the trial to be ${state} (${detail})` },
    );

  async function fetchVideo(trialId: string, headers: HeadersInit = {}): Promise<Response> {
    const route = (await findApiRoutes()).find(({ name }) => name === VIDEO_ROUTE);
    if (!route) throw new Error("there is no route of a trial's video");
    const request = new Request(`${TEST_ORIGIN}/video`, { headers: { ...headers, cookie } });
    const params = { workspaceId, backendId: TRIED_ID, trialId };
    return route.handle(request, { params: Promise.resolve(params) });
  }

  /** Starts a worker in this process. */
  async function work(): Promise<{ stop: () => Promise<void> }> {
    const { databaseUrl, dataDirectory } = house;
    const { services, close } = await createWorkerServices({
      ...{ databaseUrl, dataDirectory, secret: TEST_SECRET, allowPrivateAddresses: true },
    });
    const worker = await startWorker({ services, concurrency: 1 });
    let stopping: Promise<void> | null = null;
    const stop = () => (stopping ??= worker.stop().then(close));
    workers.push(stop);
    return { stop };
  }

  return {
    ...house,
    ...{ stub, userId, workspaceId, start, read, cancel, until, fetchVideo, work },
    backend: () =>
      database.backend.findUniqueOrThrow({
        where: { workspaceId_id: { workspaceId, id: TRIED_ID } },
      }),
    async close() {
      for (const stop of workers) await stop();
      await house.stop();
      await stub.close();
    },
  };
}
