"use client";

import { Laptop } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { GengaError } from "#lib/core/errors.ts";
import { getLocalBackend, setUpLocalBackend } from "#lib/realtime/browser/local-backend-api.ts";
import { backendsHref } from "./library-header.tsx";

/**
 * Offers the in-betweener of this machine where it can be set up and nobody has; otherwise there is nothing. What is
 * missing for it is said on the backends' page.
 */
export function LocalOffer({ workspaceId }: { workspaceId: string }) {
  const [isOffered, setIsOffered] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    getLocalBackend(workspaceId).then(
      ({ state, problem: missing }) => {
        if (!isGone) setIsOffered(state === "absent" && missing === null);
      },
      // An offer that can't be made is no failure to tell of: the backends' page says how things stand.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [workspaceId]);
  if (!isOffered) return null;
  const setUp = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await setUpLocalBackend(workspaceId);
      location.assign(backendsHref(workspaceId));
    } catch (error) {
      setProblem(error instanceof GengaError ? error.userMessage : "That did not work. Try again.");
      setIsBusy(false);
    }
  };
  return (
    <section
      aria-label="Local in-betweener"
      className="mt-10 flex animate-in flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-panel px-4 py-3.5"
    >
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-md border border-line bg-raised text-muted"
      >
        <Laptop className="size-4" />
      </span>
      <div className="min-w-0 flex-1 basis-64 text-xs">
        <p className="text-sm font-medium">Draw in-betweens on this machine</p>
        <p className="mt-0.5 text-muted">
          A small server beside Genga, by optical flow: no account, no quota, nothing sent anywhere.
          It takes a minute or two to set up and 630 MB, and can be removed again.
        </p>
        {problem === null ? null : (
          <p role="alert" className="mt-2 rounded-md bg-danger/15 px-3 py-2">
            {problem}
          </p>
        )}
      </div>
      <Button busy={isBusy} onClick={() => void setUp()}>
        Set up the local in-betweener
      </Button>
    </section>
  );
}
