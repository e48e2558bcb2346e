"use client";

import { useEffect, useRef } from "react";

/**
 * Does `look` again and again while the page is in sight, the next one `everyMs` after the last has ended, and at once
 * when the page comes back into sight. `look` sees to its own failures.
 */
export function usePoll(look: () => Promise<void>, everyMs: number | null): void {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  useEffect(() => {
    if (everyMs === null) return;
    let isOver = false;
    let isLooking = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      clearTimeout(timer);
      if (isOver || isLooking || document.hidden) return;
      isLooking = true;
      await latest.current();
      isLooking = false;
      if (!isOver) timer = setTimeout(() => void again(), everyMs);
    };
    const onVisible = () => void again();
    timer = setTimeout(() => void again(), everyMs);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [everyMs]);
}
