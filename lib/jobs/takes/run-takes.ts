import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { listen } from "#lib/db/listen.ts";
import { log } from "#lib/log.ts";
import { TAKES_CHANNEL } from "#lib/projects/takes-channel.ts";
import type { WorkerServices } from "../worker-services.ts";
import { beginTake } from "./begin-take.ts";
import { drawTake } from "./draw-take.ts";
import { reserveTake, type Reservation } from "./reserve-take.ts";
import { endLease } from "./take-lease.ts";

/** How often a worker looks by itself: pauses end and leases lapse without a word. */
const TICK_MS = 1_000;
/** Remote drawings that one worker follows at once: sockets and a little memory each, no processor. */
const REMOTE_PLACES = 32;

export type TakeRunner = {
  /** Takes nothing new, gives back what is under way, and resolves when nothing is. */
  stop(): Promise<void>;
};

/**
 * Draws takes as long as there are any: the takes themselves are the queue.
 * @param options.draftPlaces drafts drawn at once in this process
 * @param options.shutdown aborted when the worker stops
 */
export function runTakes(options: {
  services: WorkerServices;
  draftPlaces: number;
  shutdown: AbortSignal;
}): TakeRunner {
  const { services, draftPlaces, shutdown } = options;
  const { database } = services;
  const underWay = new Set<Promise<void>>();
  const used = { draft: 0, remote: 0 };
  const lastTurns = new Map<string, number>();
  let looking: Promise<void> | null = null;
  let isWoken = false;

  function look(): void {
    isWoken = true;
    looking ??= takeAll()
      .catch((error: unknown) => {
        log.debug({ err: error }, "could not look for takes; trying again");
      })
      .finally(() => {
        looking = null;
      });
  }

  async function takeAll(): Promise<void> {
    while (isWoken && !shutdown.aborted) {
      isWoken = false;
      const free = { drafts: used.draft < draftPlaces, remote: used.remote < REMOTE_PLACES };
      if (!free.drafts && !free.remote) return;
      const reservation = await reserveTake(database, { free, lastTurns });
      if (!reservation) continue;
      isWoken = true;
      noteTurn(lastTurns, reservation.workspaceId);
      follow(reservation);
    }
  }

  function follow(reservation: Reservation): void {
    const kind = reservation.backendId === DRAFT_DESCRIPTION.id ? "draft" : "remote";
    used[kind] += 1;
    const work = run(reservation).finally(() => {
      used[kind] -= 1;
      underWay.delete(work);
      look();
    });
    underWay.add(work);
  }

  async function run(reservation: Reservation): Promise<void> {
    try {
      const claim = shutdown.aborted ? null : await beginTake(database, reservation);
      if (claim) await drawTake(services, { claim, shutdown });
    } catch (error) {
      log.warn({ err: error, takeId: reservation.takeId }, "a take was left to another try");
      return;
    }
    await endLease(database, reservation).catch((error: unknown) => {
      log.debug({ err: error }, "a lease could not be ended; it lapses by itself");
    });
  }

  const timer = setInterval(look, TICK_MS);
  const listener = listen({
    connectionString: services.databaseUrl,
    channels: [TAKES_CHANNEL],
    onNotice: look,
    onListening: look,
  });
  look();
  return {
    async stop() {
      clearInterval(timer);
      await listener.close();
      await looking;
      await Promise.all(underWay);
    },
  };
}

/** Workspaces whose turns are remembered; one that is forgotten has its turn a little early. */
const MAX_TURNS = 1_000;

/** The newest turn is the map's last, so that the oldest are forgotten first. */
function noteTurn(lastTurns: Map<string, number>, workspaceId: string): void {
  lastTurns.delete(workspaceId);
  lastTurns.set(workspaceId, performance.now());
  if (lastTurns.size <= MAX_TURNS) return;
  const [oldest] = lastTurns.keys();
  if (oldest !== undefined) lastTurns.delete(oldest);
}
