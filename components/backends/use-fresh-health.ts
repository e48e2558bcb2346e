"use client";

import { useRef } from "react";
import type { BackendList, BackendView } from "#lib/core/backend-settings.ts";
import { isPausedNow } from "#lib/core/backend-state.ts";
import { checkBackend } from "#lib/realtime/browser/backend-api.ts";
import { usePoll } from "./use-poll.ts";

const EVERY_MS = 5_000;
/** As long as a look is believed when takes are given out. */
const HOLDS_MS = 10 * 60_000;

/**
 * Looks at those backends again of which nobody has heard for a while, one after the other, as long as the page is in
 * sight of somebody who may. Whatever goes wrong is tried again when its turn comes.
 */
export function useFreshHealth(options: {
  workspaceId: string;
  list: BackendList;
  refresh: () => Promise<void>;
}): void {
  const { workspaceId, list, refresh } = options;
  /** By this clock, so that one that goes wrong doesn't look without end. */
  const lookedAtMs = useRef(new Map<string, number>());
  const look = async () => {
    const nowMs = Date.now();
    const stale = list.backends.find(
      ({ id, state }) =>
        isStale(state, nowMs) && nowMs - (lookedAtMs.current.get(id) ?? 0) >= HOLDS_MS,
    );
    if (!stale) return;
    lookedAtMs.current.set(stale.id, nowMs);
    const isSeen = await checkBackend(workspaceId, stale.id).then(
      () => true,
      () => false,
    );
    if (isSeen) await refresh();
  };
  usePoll(look, list.canManage ? EVERY_MS : null);
}

function isStale(state: BackendView["state"], nowMs: number): boolean {
  if (!state.isEnabled || isPausedNow(state, nowMs)) return false;
  return state.health === null || nowMs - Date.parse(state.health.checkedAt) >= HOLDS_MS;
}
