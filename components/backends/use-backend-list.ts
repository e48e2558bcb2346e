"use client";

import { useCallback, useRef, useState } from "react";
import type { BackendList } from "#lib/core/backend-settings.ts";
import { listBackends } from "#lib/realtime/browser/backend-api.ts";
import { problemOf } from "./problem-of.ts";
import { usePoll } from "./use-poll.ts";

const EVERY_MS = 4_000;

export type BackendListState = {
  readonly list: BackendList;
  /** What the last change or look ran into; null when it went well. */
  readonly problem: string | null;
  /**
   * Does something to the backends and looks at them again. Never throws: what went wrong becomes `problem`.
   * @param options.shown how the list looks while the server is at it
   * @returns whether it worked
   */
  readonly change: (
    work: () => Promise<unknown>,
    options?: { readonly shown?: (list: BackendList) => BackendList },
  ) => Promise<boolean>;
  readonly refresh: () => Promise<void>;
};

/** A workspace's backends as they stand, looked at every few seconds while the page is in sight. */
export function useBackendList(workspaceId: string, first: BackendList): BackendListState {
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAway, setIsAway] = useState(false);
  // A look that began before a change tells of how it was before it.
  const changes = useRef(0);
  const pending = useRef(0);

  const look = useCallback(async () => {
    const begun = changes.current;
    try {
      const seen = await listBackends(workspaceId);
      if (begun === changes.current && pending.current === 0) setList(seen);
      setIsAway(false);
    } catch {
      setIsAway(true);
    }
  }, [workspaceId]);
  usePoll(look, EVERY_MS);

  const change: BackendListState["change"] = async (work, options) => {
    changes.current += 1;
    pending.current += 1;
    setProblem(null);
    if (options?.shown) setList(options.shown);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      changes.current += 1;
      pending.current -= 1;
      await look();
    }
  };
  return {
    list,
    problem: problem ?? (isAway ? AWAY : null),
    change,
    refresh: look,
  };
}

const AWAY =
  "Genga can’t be reached, so what is shown may be old. It is looked at again by itself.";
