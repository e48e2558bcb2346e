/** How many messages somebody may still send: `perSecond` on and on, and up to `burst` at once. */
export function createMessageAllowance(options: {
  perSecond: number;
  burst: number;
  nowMs: () => number;
}): { take(): boolean } {
  const { perSecond, burst, nowMs } = options;
  let left = burst;
  let countedMs = nowMs();
  return {
    take() {
      const now = nowMs();
      left = Math.min(burst, left + ((now - countedMs) / 1_000) * perSecond);
      countedMs = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
