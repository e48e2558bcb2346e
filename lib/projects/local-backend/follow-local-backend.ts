import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { noteHealth } from "../backends/note-health.ts";
import { IS_LOCAL } from "./add-local-backend.ts";
import { healthOfLocal } from "./health-of-local.ts";
import type { LocalBackendControl } from "./local-backend-control.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Notes in every workspace that has the in-betweener of this machine how it stands, whenever that changes: the editor and
 * the settings show it, and what waited for it goes on.
 * @returns ends it
 */
export function followLocalBackend(options: {
  database: Database;
  localBackend: Pick<LocalBackendControl, "read">;
}): () => Promise<void> {
  const { database, localBackend } = options;
  const ending = new AbortController();
  const { signal } = ending;

  const follow = async () => {
    let noted = "";
    while (!signal.aborted) {
      try {
        const health = healthOfLocal(await localBackend.read());
        const now = JSON.stringify(health);
        if (now !== noted) await noteEverywhere(database, health);
        noted = now;
      } catch (error) {
        // The database is away: it is noted when it is back.
        log.debug({ err: error }, "the local in-betweener's state could not be noted");
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const done = follow();
  return async () => {
    ending.abort();
    await done;
  };
}

async function noteEverywhere(
  database: Database,
  health: ReturnType<typeof healthOfLocal>,
): Promise<void> {
  const rows = await database.backend.findMany({
    where: IS_LOCAL,
    select: { workspaceId: true, id: true },
  });
  for (const { workspaceId, id } of rows) {
    await noteHealth(database, { workspaceId, backendId: id, health });
  }
}
