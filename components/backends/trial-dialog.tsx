"use client";

import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { BackendView } from "#lib/core/backend-settings.ts";
import { TrialPanel } from "./trial-panel.tsx";
import type { Trial } from "./use-trial.ts";
import { useTrial } from "./use-trial.ts";

/** Lets a backend draw between two built-in drawings and shows what comes back. */
export function TrialDialog(props: {
  workspaceId: string;
  /** Null is closed. */
  backend: BackendView | null;
  onClose: () => void;
}) {
  const { workspaceId, backend, onClose } = props;
  return (
    <Dialog
      open={backend !== null}
      onOpenChange={onClose}
      width="medium"
      title={`Try “${backend?.name ?? ""}”`}
      description={
        backend?.address.kind === "space"
          ? "It draws between two sample drawings, as it would in a project. That counts towards its quota like any drawing."
          : "It draws between two sample drawings, as it would in a project."
      }
    >
      {backend ? (
        <TrialRun workspaceId={workspaceId} backendId={backend.id} onClose={onClose} />
      ) : null}
    </Dialog>
  );
}

function TrialRun(props: { workspaceId: string; backendId: string; onClose: () => void }) {
  const trial = useTrial(props.workspaceId, props.backendId);
  const isUnderWay = isRunning(trial);
  return (
    <div className="flex flex-col gap-4">
      <TrialPanel {...props} trial={trial} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isUnderWay ? (
          <p className="mr-auto text-2xs text-faint">You can close this; it is drawn to its end.</p>
        ) : (
          <Button size="large" onClick={trial.again}>
            Try again
          </Button>
        )}
        <Button size="large" look={isUnderWay ? "default" : "primary"} onClick={props.onClose}>
          {isUnderWay ? "Close" : "Done"}
        </Button>
      </div>
    </div>
  );
}

function isRunning({ status, problem, isCancelled }: Trial): boolean {
  // A last look may still have been under way.
  if (isCancelled) return false;
  if (status === null) return problem === null;
  return status.state === "queued" || status.state === "running";
}
