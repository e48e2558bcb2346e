"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;

/** The time, moving on every few seconds; null on the server, whose time zone is not the reader's. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, readTick, () => null);
}

function subscribe(onTick: () => void): () => void {
  const timer = setInterval(onTick, 1_000);
  return () => clearInterval(timer);
}

/** In whole ticks: a snapshot must be the same until something has changed. */
function readTick(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS;
}
