/**
 * The frame of the film that is being looked at, shared by preview, timeline and inspector. It moves up to sixty times
 * a second, so whoever shows it subscribes and draws; it is no React state.
 */
export type Playhead = {
  /** The film frame, a whole number from 0. */
  frame(): number;
  /** Moves it; listeners hear of it at once, and only when it is another frame. */
  setFrame(frame: number): void;
  /** @returns the function that ends the subscription. */
  subscribe(listener: (frame: number) => void): () => void;
};

export function createPlayhead(initialFrame = 0): Playhead {
  let current = wholeFrame(initialFrame);
  const listeners = new Set<(frame: number) => void>();
  return {
    frame: () => current,
    setFrame(frame) {
      const next = wholeFrame(frame);
      if (next === current) return;
      current = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function wholeFrame(frame: number): number {
  return Number.isFinite(frame) ? Math.max(0, Math.floor(frame)) : 0;
}
