"use client";

import { useState } from "react";

/** A number that this browser remembers, such as the size of a panel; the fallback where storage is refused. */
export function useStoredNumber(
  key: string,
  fallback: number,
): readonly [number, (value: number) => void] {
  const [value, setValue] = useState(() => read(key) ?? fallback);
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(key, String(next));
      } catch {
        // A browser that keeps nothing still resizes its panels.
      }
    },
  ];
}

function read(key: string): number | null {
  try {
    const text = localStorage.getItem(key);
    const number = text === null ? NaN : Number(text);
    return Number.isFinite(number) ? number : null;
  } catch {
    return null;
  }
}
