import { setTimeout as pause } from "node:timers/promises";
import { BackendError } from "../backend-error.ts";
import type { DrawProgress } from "../in-between-backend.ts";
import { createOutboundFetch, type OutboundFetch } from "../outbound/create-outbound-fetch.ts";
import type { GradioNetwork } from "./connect-gradio.ts";
import { readSpace, type Hub, type Space } from "./read-space.ts";

export type SpaceTiming = {
  /** How long a Space is waited for before the take gives its place to another. */
  readonly wakeMs: number;
  readonly wakePollMs: number;
  /** The longest silence of Hugging Face's. */
  readonly inactivityMs?: number;
};

/**
 * A Space once it runs: one that is asleep is woken by asking for it, one that is being built is
 * waited for.
 * @throws BackendError `asleep` when it takes too long, `paused`, `broken`; AppChanged when it is another Space;
 * OutboundError
 */
export async function awaitSpace(options: {
  spaceId: string;
  /** Which Space it must be. */
  hubId?: string | undefined;
  token: string | null;
  hub: Hub;
  network: GradioNetwork;
  timing: SpaceTiming;
  onProgress: (progress: DrawProgress) => void;
  signal: AbortSignal;
}): Promise<Space> {
  const { hub, network, timing, onProgress, signal } = options;
  const outbound = createOutboundFetch({ ...network, pinnedOrigin: hub.origin });
  const until = performance.now() + timing.wakeMs;
  let isWoken = false;
  try {
    for (;;) {
      const space = await readSpace({ ...options, ...timing, outbound });
      if (space.state === "running") return space;
      if (space.state === "paused") throw paused();
      if (space.state === "broken") throw broken();
      if (space.state === "asleep" && !isWoken) {
        await wake(space, options);
        isWoken = true;
      }
      if (performance.now() > until) throw stillAsleep();
      const detail = space.state === "asleep" ? "Waking the Space up" : "The Space is starting";
      onProgress({ fraction: null, detail, queuePosition: null, etaSeconds: null });
      await pause(timing.wakePollMs, undefined, { signal });
    }
  } finally {
    await outbound.close();
  }
}

/** Asking for a page of it wakes a Space; what it answers doesn't matter. */
async function wake(
  space: Space,
  options: { token: string | null; network: GradioNetwork; signal: AbortSignal },
): Promise<void> {
  const { token, network, signal } = options;
  const outbound: OutboundFetch = createOutboundFetch({ ...network, pinnedOrigin: space.baseUrl });
  try {
    const answer = await outbound.fetch(`${space.baseUrl}/`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      maxBytes: 4 * 1024 * 1024,
      timeoutMs: 20_000,
      signal,
    });
    await answer.discard();
  } catch {
    signal.throwIfAborted();
  } finally {
    await outbound.close();
  }
}

function paused(): BackendError {
  return new BackendError(
    "paused",
    "This Space was paused by its owner. Duplicate it to an account of your own, or choose another backend.",
  );
}

function broken(): BackendError {
  return new BackendError(
    "broken",
    "This Space doesn't run: Hugging Face reports an error in it. Its owner must mend it; choose another backend until then.",
  );
}

function stillAsleep(): BackendError {
  return new BackendError("asleep", "The Space is still starting. The take tries again by itself.");
}
