"use client";

import { useEffect, useRef, useState } from "react";
import type { AppReading, AppReadRequest } from "#lib/core/backend-settings.ts";
import { readApp } from "#lib/realtime/browser/backend-api.ts";
import { problemOf } from "./problem-of.ts";

/** Reads an app, which may take minutes and can be called off. */
export function useAppReading(workspaceId: string): {
  readonly isReading: boolean;
  readonly problem: string | null;
  /** `onRead` is called only when nobody has called it off meanwhile. */
  readonly read: (request: AppReadRequest, onRead: (reading: AppReading) => void) => Promise<void>;
  readonly cancel: () => void;
} {
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);
  return {
    isReading,
    problem,
    async read(request, onRead) {
      current.current?.abort();
      const controller = new AbortController();
      current.current = controller;
      setIsReading(true);
      setProblem(null);
      try {
        const reading = await readApp(workspaceId, request, controller.signal);
        if (controller.signal.aborted) return;
        setIsReading(false);
        onRead(reading);
      } catch (error) {
        if (controller.signal.aborted) return;
        setIsReading(false);
        setProblem(problemOf(error));
      }
    },
    cancel() {
      current.current?.abort();
      setIsReading(false);
    },
  };
}
