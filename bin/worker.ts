// A worker process: any number of them, on any machine that reaches the database and the data directory. It needs
// DATABASE_URL, GENGA_DATA_DIR and GENGA_SECRET; `npm start` sets them, and restarts it when it ends.
import { createWorkerServices } from "#lib/jobs/create-worker-services.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { readEnvironment } from "#lib/env.ts";
import { log } from "#lib/log.ts";

import { backendNetworkOf } from "./platform/backend-network.ts";
import { liveAsChild, tellParent } from "./platform/live-as-child.ts";

const environment = readEnvironment();
const {
  DATABASE_URL: databaseUrl,
  GENGA_DATA_DIR: dataDirectory,
  GENGA_SECRET: secret,
} = environment;
if (!databaseUrl || !dataDirectory || !secret) {
  throw new Error(
    "A worker needs DATABASE_URL, GENGA_DATA_DIR and GENGA_SECRET; `npm start` sets them.",
  );
}
const { services, close } = await createWorkerServices({
  databaseUrl,
  dataDirectory,
  secret,
  ...backendNetworkOf(environment),
  derivingAtOnce: environment.GENGA_TAKES_AT_ONCE,
});
const worker = await startWorker({ services, concurrency: environment.GENGA_TAKES_AT_ONCE });
// Stopping lets go of what it has claimed, so that another worker goes on with it at once.
liveAsChild(async () => {
  await worker.stop();
  await close();
});
log.info("worker is ready");
tellParent({ type: "ready" });
