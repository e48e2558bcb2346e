// A worker process: any number of them, on any machine that reaches the database and the data directory. It needs
// DATABASE_URL and GENGA_DATA_DIR; `npm start` sets them, and restarts it when it ends.
import { readEnvironment } from "#lib/env.ts";
import { log } from "#lib/log.ts";

import { liveAsChild, tellParent } from "./platform/live-as-child.ts";

/** A running worker: `stop` lets go of what it has claimed, so that another goes on with it at once. */
type Worker = { stop(): Promise<void> };

async function startWorker(): Promise<Worker> {
  const idle = setInterval(() => undefined, 60_000);
  return {
    stop: async () => {
      clearInterval(idle);
    },
  };
}

readEnvironment();
const worker = await startWorker();
liveAsChild(() => worker.stop());
log.info("worker is ready");
tellParent({ type: "ready" });
