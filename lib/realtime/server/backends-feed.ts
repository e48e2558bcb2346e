import type { Database } from "#lib/db/client.ts";
import { log } from "#lib/log.ts";
import { describeWorkspaceBackends } from "#lib/projects/backends/describe-workspace-backends.ts";
import { readBackendStates } from "#lib/projects/backends/read-backend-states.ts";
import type { Room, RoomBackends } from "./room.ts";

/** Tells each room what can draw in its project, when that has changed. */
export type BackendsFeed = {
  read(projectId: string): Promise<RoomBackends>;
  heard(workspaceId: string): void;
  /** Listening begins, again too: any workspace's backends may have changed meanwhile. */
  missedSome(): void;
  close(): void;
};

/** A pool that draws tells of its backends many times a second; people need it a few times. */
const GATHER_MS = 200;
const RETRY_MS = 1_000;
/** A welcome is read again while backends change under it, but not for ever. */
const MOST_READINGS = 5;

export function createBackendsFeed(options: {
  database: Database;
  /** By the project's id. */
  rooms: ReadonlyMap<string, Room>;
}): BackendsFeed {
  const { database, rooms } = options;
  /** Null stands for all of them. */
  const changed = new Set<string | null>();
  let notices = 0;
  let timer: NodeJS.Timeout | null = null;

  function gather(workspaceId: string | null, pauseMs = GATHER_MS): void {
    notices += 1;
    changed.add(workspaceId);
    timer ??= setTimeout(() => {
      timer = null;
      void tell();
    }, pauseMs);
  }

  async function tell(): Promise<void> {
    const wanted = [...changed];
    changed.clear();
    const ids = [...rooms.keys()];
    if (ids.length === 0) return;
    const named = wanted.filter((id) => id !== null);
    try {
      const projects = await database.project.findMany({
        where: {
          id: { in: ids },
          ...(wanted.includes(null) ? {} : { workspaceId: { in: named } }),
        },
        select: { id: true, workspaceId: true },
      });
      const found = new Map<string, RoomBackends>();
      for (const { id, workspaceId } of projects) {
        const backends = found.get(workspaceId) ?? (await readBackends(database, { workspaceId }));
        found.set(workspaceId, backends);
        rooms.get(id)?.backendsChanged(backends);
      }
    } catch (error) {
      log.warn({ err: error }, "backends could not be told to their rooms; trying again");
      for (const workspaceId of wanted) gather(workspaceId, RETRY_MS);
    }
  }

  return {
    async read(projectId) {
      for (let readings = 1; ; readings += 1) {
        const before = notices;
        const backends = await readBackends(database, { projectId });
        if (before === notices || readings === MOST_READINGS) return backends;
      }
    },
    heard: gather,
    missedSome: () => gather(null),
    close() {
      if (timer) clearTimeout(timer);
    },
  };
}

async function readBackends(
  database: Database,
  of: { workspaceId: string } | { projectId: string },
): Promise<RoomBackends> {
  const [descriptions, backendStates] = await Promise.all([
    describeWorkspaceBackends(database, of),
    readBackendStates(database, of),
  ]);
  return { backends: [...descriptions.values()], backendStates };
}
