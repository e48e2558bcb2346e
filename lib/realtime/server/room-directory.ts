import * as z from "zod/mini";
import { idSchema } from "#lib/core/ids.ts";
import { listen } from "#lib/db/listen.ts";
import { log } from "#lib/log.ts";
import { BACKENDS_CHANNEL } from "#lib/projects/backends/backends-channel.ts";
import { changesSince } from "#lib/projects/load-project.ts";
import type { Services } from "#lib/projects/services.ts";
import { createBackendsFeed } from "./backends-feed.ts";
import { createRoom, type Room, type RoomBackends } from "./room.ts";

/** Every room of this process, fed by what other processes tell through the database. */
export type RoomDirectory = {
  room(projectId: string): Room;
  /** Lets go of a room that nobody is in. */
  release(room: Room): void;
  rooms(): Iterable<Room>;
  /** What can draw in the room's project; never older than what the room was told last. */
  readBackends(room: Room): Promise<RoomBackends>;
  close(): Promise<void>;
};

const CHANNELS = {
  changes: "genga_changes",
  progress: "genga_progress",
  access: "genga_access",
  backends: BACKENDS_CHANNEL,
};
const RETRY_READ_MS = 1_000;
/** Changes of one read of the log; the next follow when these were sent. */
const MAX_CHANGES_AT_ONCE = 100;

const changesNotice = z.object({ projectId: idSchema, revision: z.int() });
const backendsNotice = z.object({ workspaceId: z.string() });
const accessNotice = z.object({ projectId: idSchema });
const progressNotice = z.object({
  projectId: idSchema,
  kind: z.enum(["take", "render"]),
  id: idSchema,
  fraction: z.nullable(z.number()),
  detail: z.string(),
  queuePosition: z.nullable(z.number()),
  etaSeconds: z.nullable(z.number()),
});

/** @param options.onAccessChanged somebody may have lost their access to this project: look again now */
export function createRoomDirectory(options: {
  services: Pick<Services, "database" | "commits">;
  connectionString: string;
  onAccessChanged: (room: Room) => void;
}): RoomDirectory {
  const { services, connectionString, onAccessChanged } = options;
  const { database } = services;
  const rooms = new Map<string, Room>();
  const timers = new Set<NodeJS.Timeout>();
  const backends = createBackendsFeed({ database, rooms });

  function makeRoom(projectId: string): Room {
    const room = createRoom({
      projectId,
      readChanges: (since) =>
        changesSince(database, { projectId, since, limit: MAX_CHANGES_AT_ONCE }),
      onError(error) {
        log.warn({ err: error, projectId }, "a room could not read the log; trying again");
        const timer = setTimeout(() => {
          timers.delete(timer);
          room.heard(0);
        }, RETRY_READ_MS);
        timers.add(timer);
      },
    });
    rooms.set(projectId, room);
    return room;
  }

  /** Notices that were sent while nobody listened are lost: asks what the newest revisions are. */
  async function resync(): Promise<void> {
    const ids = [...rooms.keys()];
    if (ids.length === 0) return;
    try {
      const found = await database.project.findMany({
        where: { id: { in: ids } },
        select: { id: true, revision: true },
      });
      for (const { id, revision } of found) rooms.get(id)?.heard(revision);
    } catch (error) {
      log.warn({ err: error }, "could not ask for the newest revisions");
    }
  }

  function notice(channel: string, payload: string): void {
    const json = parse(payload);
    if (channel === CHANNELS.changes) {
      const { success, data } = changesNotice.safeParse(json);
      if (success) rooms.get(data.projectId)?.heard(data.revision);
    } else if (channel === CHANNELS.progress) {
      const { success, data } = progressNotice.safeParse(json);
      if (!success) return;
      const { projectId, ...progress } = data;
      rooms.get(projectId)?.progressed(progress);
    } else if (channel === CHANNELS.backends) {
      const { success, data } = backendsNotice.safeParse(json);
      if (success) backends.heard(data.workspaceId);
    } else {
      const { success, data } = accessNotice.safeParse(json);
      const room = success ? rooms.get(data.projectId) : undefined;
      if (room) onAccessChanged(room);
    }
  }

  const unsubscribe = services.commits.subscribe((projectId, change) => {
    rooms.get(projectId)?.committed(change);
  });
  const listener = listen({
    connectionString,
    channels: Object.values(CHANNELS),
    onNotice: notice,
    onListening: () => {
      void resync();
      backends.missedSome();
    },
  });

  return {
    room: (projectId) => rooms.get(projectId) ?? makeRoom(projectId),
    release(room) {
      if (room.members.size === 0 && rooms.get(room.projectId) === room)
        rooms.delete(room.projectId);
    },
    rooms: () => rooms.values(),
    readBackends: (room) => backends.read(room.projectId),
    async close() {
      unsubscribe();
      for (const timer of timers) clearTimeout(timer);
      backends.close();
      await listener.close();
    },
  };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
