"use client";

import { useEffect, useState } from "react";
import { ProgressBar } from "#components/ui/progress-bar.tsx";

/** That an app is being read, and why it may take so long. */
export function ReadingProgress({ address }: { address: string }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar label="Reading the app" fraction={null} tone="select" />
      <div className="flex gap-3 text-xs text-muted">
        <p role="status" className="min-w-0 flex-1">
          Reading <span className="break-all text-text">{address}</span>. A Space that is asleep is
          woken first, which can take two minutes.
        </p>
        <span aria-hidden className="tabular-nums">
          {seconds} s
        </span>
      </div>
    </div>
  );
}
