"use client";

import { useEffect, useState, type RefObject } from "react";

export type Fullscreen = { readonly isOn: boolean; toggle(): void };

/** Fullscreen of an element. Where the browser refuses it, nothing changes. */
export function useFullscreen(elementRef: RefObject<HTMLElement | null>): Fullscreen {
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    const read = () =>
      setIsOn(elementRef.current !== null && document.fullscreenElement === elementRef.current);
    document.addEventListener("fullscreenchange", read);
    return () => document.removeEventListener("fullscreenchange", read);
  }, [elementRef]);
  return {
    isOn,
    toggle() {
      const change = isOn ? document.exitFullscreen() : elementRef.current?.requestFullscreen?.();
      change?.catch(() => undefined);
    },
  };
}
