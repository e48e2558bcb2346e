"use client";

import { useCallback, useEffect, useState } from "react";
import type { LocalBackendView } from "#lib/core/local-backend.ts";
import {
  getLocalBackend,
  removeLocalBackend,
  retryLocalBackend,
  setUpLocalBackend,
} from "#lib/realtime/browser/local-backend-api.ts";
import { problemOf } from "./problem-of.ts";
import { usePoll } from "./use-poll.ts";

const BUSY_MS = 1_000;
const CALM_MS = 8_000;

export type LocalBackend = {
  /** Null until it was first looked at. */
  readonly status: LocalBackendView | null;
  readonly problem: string | null;
  /** Each gives whether it was taken on; how it goes is in the status. */
  readonly setUp: () => Promise<boolean>;
  readonly retry: () => Promise<boolean>;
  readonly remove: () => Promise<boolean>;
};

/** How the local in-betweener stands, looked at every second while it is being set up. */
export function useLocalBackend(workspaceId: string): LocalBackend {
  const [status, setStatus] = useState<LocalBackendView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const look = useCallback(async () => {
    try {
      setStatus(await getLocalBackend(workspaceId));
    } catch (error) {
      // Later looks fail quietly: the list above says that Genga is away.
      setStatus((before) => {
        if (before === null) setProblem(problemOf(error));
        return before;
      });
    }
  }, [workspaceId]);
  useEffect(() => {
    void look();
  }, [look]);
  const isBusy = status?.state === "installing" || status?.state === "starting";
  usePoll(look, isBusy ? BUSY_MS : CALM_MS);

  const attempt = async (work: () => Promise<LocalBackendView>) => {
    setProblem(null);
    try {
      setStatus(await work());
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    }
  };
  return {
    status,
    problem,
    setUp: () => attempt(() => setUpLocalBackend(workspaceId)),
    retry: () => attempt(() => retryLocalBackend(workspaceId)),
    remove: () => attempt(() => removeLocalBackend(workspaceId)),
  };
}
