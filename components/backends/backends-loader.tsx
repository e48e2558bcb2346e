"use client";

import { useCallback, useEffect, useState } from "react";
import { LibraryHeader } from "#components/library/library-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BackendList } from "#lib/core/backend-settings.ts";
import { listBackends } from "#lib/realtime/browser/backend-api.ts";
import { BackendsPage } from "./backends-page.tsx";
import { problemOf } from "./problem-of.ts";
import { ProblemNote } from "./problem-note.tsx";
import type { WorkspaceSummary } from "./workspace-select.tsx";

/** The backends' page, once its list is there. */
export function BackendsLoader(props: {
  workspaceId: string;
  workspaces: readonly WorkspaceSummary[];
  userName: string;
}) {
  const { workspaceId } = props;
  const [first, setFirst] = useState<BackendList | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    setProblem(null);
    try {
      setFirst(await listBackends(workspaceId));
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, [workspaceId]);
  useEffect(() => {
    void load();
  }, [load]);
  if (first) return <BackendsPage {...props} first={first} />;
  return (
    <div className="min-h-dvh">
      <LibraryHeader userName={props.userName} workspaceId={workspaceId} current="backends" />
      <main className="mx-auto max-w-4xl px-4 pt-6 sm:px-8">
        <h1 className="mb-6 text-xl font-semibold">Backends</h1>
        {problem === null ? (
          <div aria-busy className="flex flex-col gap-2">
            <Skeleton className="h-18" />
            <Skeleton className="h-18" />
            <Skeleton className="h-18" />
          </div>
        ) : (
          <div className="flex flex-col items-start gap-3">
            <ProblemNote problem={problem} />
            <Button onClick={() => void load()}>Try again</Button>
          </div>
        )}
      </main>
    </div>
  );
}
