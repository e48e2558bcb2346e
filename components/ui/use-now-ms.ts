"use client";

import { useEffect, useState } from "react";

/** The time (Unix, in milliseconds), anew every `intervalMs` while it is wanted. */
export function useNowMs(intervalMs: number, isWanted = true): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isWanted) return;
    const tell = () => setNowMs(Date.now());
    tell();
    const timer = setInterval(tell, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, isWanted]);
  return nowMs;
}
