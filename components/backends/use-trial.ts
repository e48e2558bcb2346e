"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { TrialStatus } from "#lib/core/backend-settings.ts";
import { cancelTrial, readTrial, startTrial } from "#lib/realtime/browser/backend-api.ts";
import { problemOf } from "./problem-of.ts";
import { usePoll } from "./use-poll.ts";

const EVERY_MS = 1_000;

export type Trial = {
  readonly trialId: string | null;
  /** Null until it has been put in the queue. */
  readonly status: TrialStatus | null;
  /** Why it could not be started or looked at; a trial that failed says so in its status. */
  readonly problem: string | null;
  readonly isCancelled: boolean;
  readonly again: () => void;
  readonly cancel: () => void;
};

/** Starts a trial of a backend and follows it to its end. */
export function useTrial(workspaceId: string, backendId: string): Trial {
  const [trialId, setTrialId] = useState<string | null>(null);
  const [status, setStatus] = useState<TrialStatus | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isCancelled, setIsCancelled] = useState(false);
  const start = useCallback(async () => {
    setIsCancelled(false);
    setTrialId(null);
    setStatus(null);
    setProblem(null);
    try {
      setTrialId((await startTrial(workspaceId, backendId)).trialId);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, [workspaceId, backendId]);
  // React runs effects twice while developing; a drawing costs quota.
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    void start();
  }, [start]);

  const look = async () => {
    if (trialId === null) return;
    try {
      setStatus(await readTrial({ workspaceId, backendId, trialId }));
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const cancel = async () => {
    if (trialId === null) return;
    try {
      await cancelTrial({ workspaceId, backendId, trialId });
      setTrialId(null);
      setStatus(null);
      setProblem(null);
      setIsCancelled(true);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const isOver = status?.state === "ready" || status?.state === "failed";
  usePoll(look, trialId === null || isOver ? null : EVERY_MS);
  return {
    ...{ trialId, status, problem, isCancelled },
    again: () => void start(),
    cancel: () => void cancel(),
  };
}
