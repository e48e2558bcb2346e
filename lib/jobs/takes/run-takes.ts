import { DRAFT_DESCRIPTION } from "#lib/backends/draft-description.ts";
import { listen } from "#lib/db/listen.ts";
import { log } from "#lib/log.ts";
import { TAKES_CHANNEL } from "#lib/projects/takes-channel.ts";
import type { WorkerServices } from "../worker-services.ts";
import { beginTake } from "./begin-take.ts";
import { drawTake } from "./draw-take.ts";
import { createHandOvers } from "./hand-overs.ts";
import { lookForTakes, type Reservation } from "./look-for-takes.ts";
import { prepareTake, type Preparation } from "./prepare-take.ts";
import { endLease } from "./take-lease.ts";

/** How often a worker looks by itself: pauses end and leases lapse without a word. */
const TICK_MS = 1_000;
/** Remote drawings that one worker follows at once: sockets and a little memory each, no processor. */
const REMOTE_PLACES = 48;
/** Of these, takes that are only prepared for backends that are full. */
const PREPARED_PLACES = 16;

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
  const prepared = new Map<string, { reservation: Reservation; preparation: Preparation }>();
  const lastTurns = new Map<string, number>();
  const handOvers = createHandOvers();
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
      const drafts = used.draft < draftPlaces;
      const remote = used.remote + prepared.size < REMOTE_PLACES;
      if (!drafts && !remote && prepared.size === 0) return;
      const { placed, letGo, taken } = await lookForTakes(database, {
        prepared: [...prepared.values()].map(({ reservation }) => reservation),
        free: { drafts, remote, ahead: prepared.size < PREPARED_PLACES },
        lastTurns,
      });
      for (const reservation of placed) follow(reservation, takeOut(reservation));
      for (const reservation of letGo) giveUp(reservation, takeOut(reservation));
      if (placed.length > 0 || taken) isWoken = true;
      if (!taken) continue;
      noteTurn(lastTurns, taken.workspaceId);
      if (taken.hasPlace) follow(taken, null);
      else {
        const preparation = prepareTake(services, {
          reservation: taken,
          makeWay: () => handOvers.settled(null),
        });
        prepared.set(keyOf(taken), { reservation: taken, preparation });
      }
    }
  }

  function takeOut(reservation: Reservation): Preparation | null {
    const found = prepared.get(keyOf(reservation));
    prepared.delete(keyOf(reservation));
    return found?.preparation ?? null;
  }

  function follow(reservation: Reservation, preparation: Preparation | null): void {
    const kind = reservation.backendId === DRAFT_DESCRIPTION.id ? "draft" : "remote";
    used[kind] += 1;
    track(async () => {
      await run(reservation, preparation).finally(() => preparation?.discard());
      used[kind] -= 1;
    });
  }

  function giveUp(reservation: Reservation, preparation: Preparation | null): void {
    track(async () => {
      await end(reservation);
      await preparation?.discard();
    });
  }

  function track(begin: () => Promise<void>): void {
    const work = begin().finally(() => {
      underWay.delete(work);
      look();
    });
    underWay.add(work);
  }

  async function run(reservation: Reservation, preparation: Preparation | null): Promise<void> {
    const onAsked = handOvers.begin();
    try {
      const claim = shutdown.aborted ? null : await beginTake(database, reservation);
      if (claim) await drawTake(services, { claim, preparation, onAsked, makeWay, shutdown });
    } catch (error) {
      log.warn({ err: error, takeId: reservation.takeId }, "a take was left to another try");
      return;
    } finally {
      onAsked();
    }
    await end(reservation);
  }

  /** What was drawn can wait for a moment; a backend whose place has become free can't. */
  async function makeWay(): Promise<void> {
    if (prepared.size === 0) return;
    look();
    await handOvers.settled(looking);
  }

  async function end(reservation: Reservation): Promise<void> {
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
      for (const { reservation } of prepared.values()) giveUp(reservation, takeOut(reservation));
      await Promise.all(underWay);
    },
  };
}

function keyOf({ projectId, takeId }: Reservation): string {
  return `${projectId} ${takeId}`;
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
