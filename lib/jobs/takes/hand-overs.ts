import { setTimeout as pause } from "node:timers/promises";

/** A backend that answers slowly holds our own work up for no longer. */
const LONGEST_MS = 1_000;

/** Lets takes that have got a place reach their backends before this process turns to what was drawn. */
export type HandOvers = {
  /** A take has got its place; call what is returned once its backend has been asked, or never will be. */
  begin(): () => void;
  /** Resolves when no take is on its way, or after a second. @param looking the look that gives free places away */
  settled(looking: Promise<void> | null): Promise<void>;
};

export function createHandOvers(): HandOvers {
  const onTheirWay = new Set<Promise<void>>();
  async function untilNone(looking: Promise<void> | null): Promise<void> {
    await looking;
    while (onTheirWay.size > 0) await Promise.all(onTheirWay);
  }
  return {
    begin() {
      const { promise, resolve } = Promise.withResolvers<void>();
      onTheirWay.add(promise);
      return () => {
        onTheirWay.delete(promise);
        resolve();
      };
    },
    settled: (looking) =>
      Promise.race([untilNone(looking), pause(LONGEST_MS, undefined, { ref: false })]),
  };
}
