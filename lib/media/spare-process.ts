import type { IsolatedProcess } from "./run-isolated.ts";

export type SpareProcess = {
  /** The spare one if it still lives, else a new one. It is the caller's, to be used for one file and killed. */
  take(): IsolatedProcess;
  /** Has one ready soon. */
  prepare(): void;
};

/** As long as a backend may leave us waiting for its next video before 70 MB are given back. */
const IDLE_MS = 60_000;

/**
 * Keeps one isolated process ready, because starting one takes longer than looking at a short video. Each is used
 * once: what one file may have done to its decoder touches no other.
 */
export function createSpareProcess(start: () => IsolatedProcess): SpareProcess {
  let spare: IsolatedProcess | null = null;
  let idleTimer: NodeJS.Timeout | null = null;
  const giveBack = () => {
    spare?.kill();
    spare = null;
  };
  return {
    prepare() {
      if (idleTimer) clearTimeout(idleTimer);
      idleTimer = setTimeout(giveBack, IDLE_MS).unref();
      if (!spare?.isAlive()) spare = start();
    },
    take() {
      const taken = spare?.isAlive() ? spare : start();
      if (taken === spare) spare = null;
      return taken;
    },
  };
}
