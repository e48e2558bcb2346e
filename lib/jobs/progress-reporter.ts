import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import type { Progress } from "#lib/realtime/protocol.ts";

/** Postgres' channel for progress; the web process passes it on to the project's room. */
export const PROGRESS_CHANNEL = "genga_progress";

/** Five a second is as smooth as a bar needs to be, and keeps NOTIFY's lock short. */
const INTERVAL_MS = 200;
const MAX_DETAIL_CHARS = 300;

export type ProgressReporter = {
  /** Tells how far the work has come; of many calls in a short time the last is told. */
  report(progress: Omit<Progress, "kind" | "id">): void;
  /** Nothing is told any more. */
  stop(): void;
};

/** Tells a take's or a render's progress to whoever looks at the project. Never stored, and lost without harm. */
export function createProgressReporter(options: {
  database: Database;
  projectId: string;
  kind: Progress["kind"];
  id: string;
}): ProgressReporter {
  const { database, projectId, kind, id } = options;
  let latest: Omit<Progress, "kind" | "id"> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  async function send(): Promise<void> {
    const progress = latest;
    latest = null;
    if (!progress) return;
    const detail = progress.detail.slice(0, MAX_DETAIL_CHARS);
    const payload = JSON.stringify({ ...progress, detail, kind, id, projectId });
    try {
      await database.$executeRaw`SELECT pg_notify(${PROGRESS_CHANNEL}, ${payload})`;
    } catch (error) {
      log.debug({ err: error }, "progress could not be told");
    }
  }

  function tick(): void {
    timer = null;
    if (isStopped || !latest) return;
    timer = setTimeout(tick, INTERVAL_MS);
    void send();
  }

  return {
    report(progress) {
      if (isStopped) return;
      latest = progress;
      if (!timer) tick();
    },
    stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
