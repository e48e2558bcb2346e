import type { Presence } from "../protocol.ts";

const INTERVAL_MS = 100;

export type PresenceSender = {
  /** Says it at once, or with the newest word when the interval is over. */
  set(presence: Presence): void;
  /** Says the newest word again, to a new connection. */
  repeat(): void;
  stop(): void;
};

/** Tells where oneself is, at most ten times a second and always the last word. */
export function createPresenceSender(send: (presence: Presence) => void): PresenceSender {
  let newest: Presence | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDirty = false;
  function flush(): void {
    timer = undefined;
    if (!isDirty || !newest) return;
    isDirty = false;
    send(newest);
    timer = setTimeout(flush, INTERVAL_MS);
  }
  return {
    set(presence) {
      newest = presence;
      isDirty = true;
      if (timer === undefined) flush();
    },
    repeat() {
      if (newest) send(newest);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
