import { GengaError } from "#lib/core/errors.ts";

/** Lets so many go on at once; the others wait their turn in order. */
export type Gate = {
  /** @throws GengaError `cancelled` when the signal aborts before its turn */
  run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
};

export function createGate(places: number): Gate {
  let free = places;
  const waiting = new Set<() => void>();

  async function enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled();
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(turn);
        reject(cancelled());
      };
      waiting.add(turn);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  function exit(): void {
    const [next] = waiting;
    if (!next) {
      free += 1;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        exit();
      }
    },
  };
}

function cancelled(): GengaError {
  return new GengaError("cancelled", "The work was stopped.");
}
